package dev.podium.resources.apiregistration;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import java.time.Instant;
import java.util.List;

/// APIService: who serves a version of a group, this server itself or a Service.
///
/// Upstream: kube-aggregator's pkg/registry/apiservice and pkg/apis/apiregistration/v1/defaults.go.
final class ApiServices {
  private ApiServices() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apiregistration.k8s.io/v1", "APIService", "apiservices")
        .clusterScoped()
        .categories("api-extensions")
        .conditionalUpdateOnly()
        .nameRule(NameRule.PATH_SEGMENT)
        .defaults(ApiServices::defaults)
        .validate(ApiServiceChecks::check)
        .prepareCreate((service, _) -> service.set("status", JsonObject.EMPTY))
        .table(
            TableLayout.of(
                ApiServices::cells,
                TableLayout.name(),
                TableLayout.string("Service"),
                TableLayout.string("Available"),
                TableLayout.age()))
        .status(Subresource.keepsMetadata(), ApiServiceChecks::status)
        .owns("status", Ownable.except("metadata", "spec"))
        .build();
  }

  private static void defaults(ObjectDraft service) {
    service.findObject("spec", "service").ifPresent(reference -> reference.setDefault("port", 443));
  }

  private static List<Object> cells(ApiObject service, Instant now) {
    JsonObject reference = service.spec().object("service");
    return List.of(
        service.name(),
        reference.isEmpty()
            ? "Local"
            : reference.string("namespace") + "/" + reference.string("name"),
        available(service.status().objects("conditions")),
        Cells.age(service, now));
  }

  private static String available(List<JsonObject> conditions) {
    for (JsonObject condition : conditions) {
      if (condition.string("type").equals("Available")) {
        String status = condition.string("status");
        return status.equals("True") ? status : status + " (" + condition.string("reason") + ")";
      }
    }
    return "Unknown";
  }
}
