package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.WebhookClients;
import dev.podium.webhooks.CaBundle;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How objects get from one version to another.
///
/// Upstream: validateCustomResourceConversion, whose internal type holds the webhook's two parts
/// beside the strategy.
final class ConversionChecks {
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");

  private ConversionChecks() {}

  /// @param old what stood there before; empty where the kind is not served yet, which it will not
  ///   be before its webhook can be trusted
  static void check(Part conversion, Optional<JsonObject> old) {
    conversion.oneOf("strategy", List.of("None", "Webhook"));
    Optional<Part> client = conversion.at("webhook").find("clientConfig");
    List<String> versions = conversion.at("webhook").strings("conversionReviewVersions");
    FieldPath clientPath = conversion.child("webhookClientConfig");
    FieldPath versionsPath = conversion.child("conversionReviewVersions");
    if (conversion.string("strategy").equals("Webhook")) {
      client.ifPresentOrElse(
          found -> client(found.under(clientPath), old),
          () ->
              conversion.add(
                  FieldError.required(clientPath, "required when strategy is set to Webhook")));
      reviewVersions(conversion, versions, versionsPath);
      return;
    }
    String words = "should not be set when strategy is not set to Webhook";
    if (client.isPresent()) {
      conversion.add(FieldError.forbidden(clientPath, words));
    }
    if (!versions.isEmpty()) {
      conversion.add(FieldError.forbidden(versionsPath, words));
    }
  }

  /// Authorities that were of no use before may stay so.
  private static void client(Part client, Optional<JsonObject> old) {
    WebhookClients.check(client);
    old.map(before -> before.string("webhook", "clientConfig", "caBundle"))
        .filter(before -> CaBundle.fault(before).isEmpty())
        .ifPresent(_ ->
            CaBundle.check(client.child("caBundle"), client.string("caBundle"), client.errors()));
  }

  private static void reviewVersions(Part conversion, List<String> versions, FieldPath path) {
    if (versions.isEmpty()) {
      conversion.add(FieldError.required(path, ""));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i);
      if (!seen.add(version)) {
        conversion.add(FieldError.invalid(path.index(i), version, "duplicate version"));
        continue;
      }
      for (String fault : NameFormats.dns1035Label(version)) {
        conversion.add(FieldError.invalid(path.index(i), version, fault));
      }
    }
    if (versions.stream().noneMatch(REVIEW_VERSIONS::contains)) {
      conversion.add(
          FieldError.invalid(
              path,
              versions,
              "must include at least one of " + String.join(", ", REVIEW_VERSIONS)));
    }
  }
}
