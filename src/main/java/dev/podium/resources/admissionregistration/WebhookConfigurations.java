package dev.podium.resources.admissionregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/// MutatingWebhookConfiguration and ValidatingWebhookConfiguration: whom to ask about a write.
///
/// Upstream: pkg/registry/admissionregistration/{mutating,validating}webhookconfiguration and
/// pkg/apis/admissionregistration/v1/defaults.go.
final class WebhookConfigurations {
  private WebhookConfigurations() {}

  static ResourceDefinition mutating() {
    return AdmissionKinds.definition(
            "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
        .defaults(configuration -> {
          defaults(configuration);
          for (ObjectDraft webhook : configuration.objects("webhooks")) {
            webhook.setDefaultString("reinvocationPolicy", "Never");
          }
        })
        .validate(WebhookChecks::onCreate)
        .validateUpdate(WebhookChecks::onUpdate)
        .table(table())
        .build();
  }

  static ResourceDefinition validating() {
    return AdmissionKinds.definition(
            "ValidatingWebhookConfiguration", "validatingwebhookconfigurations")
        .defaults(WebhookConfigurations::defaults)
        .validate(WebhookChecks::onCreate)
        .validateUpdate(WebhookChecks::onUpdate)
        .table(table())
        .build();
  }

  private static void defaults(ObjectDraft configuration) {
    for (ObjectDraft webhook : configuration.objects("webhooks")) {
      webhook.setDefaultString("failurePolicy", "Fail");
      webhook.setDefaultString("matchPolicy", "Equivalent");
      webhook.object("namespaceSelector");
      webhook.object("objectSelector");
      webhook.setDefault("timeoutSeconds", 10);
      webhook
          .findObject("clientConfig", "service")
          .ifPresent(service -> service.setDefault("port", 443));
      webhook.objects("rules").forEach(rule -> rule.setDefaultString("scope", "*"));
    }
  }

  private static TableLayout table() {
    return TableLayout.of(
        WebhookConfigurations::cells,
        TableLayout.name(),
        TableLayout.integer("Webhooks"),
        TableLayout.age());
  }

  private static List<Object> cells(ApiObject configuration, Instant now) {
    return List.of(
        configuration.name(),
        (long) configuration.root().array("webhooks").size(),
        Cells.age(configuration, now));
  }
}
