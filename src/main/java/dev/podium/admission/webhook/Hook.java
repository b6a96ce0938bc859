package dev.podium.admission.webhook;

import dev.podium.admission.match.Kinds;
import dev.podium.admission.match.MatchConditions;
import dev.podium.object.JsonObject;
import java.time.Duration;

/// A webhook that is about a request.
///
/// @param configuration the name of the object it stands in
/// @param kind what it wants to see the object as
record Hook(String configuration, JsonObject webhook, Kinds.Kind kind, MatchConditions conditions) {
  private static final long DEFAULT_SECONDS = 10;

  String name() {
    return webhook.string("name");
  }

  /// Its name among all webhooks.
  String id() {
    return configuration + "/" + name();
  }

  boolean ignoresFailures() {
    return webhook.string("failurePolicy").equals("Ignore");
  }

  boolean hasSideEffects() {
    String effects = webhook.string("sideEffects");
    return !effects.equals("None") && !effects.equals("NoneOnDryRun");
  }

  Duration timeout() {
    return Duration.ofSeconds(webhook.findLong("timeoutSeconds").orElse(DEFAULT_SECONDS));
  }

  /// The version of AdmissionReview that it is sent: the first that both sides know.
  String reviewVersion() {
    return webhook.strings("admissionReviewVersions").stream()
        .filter(version -> version.equals("v1") || version.equals("v1beta1"))
        .findFirst()
        .orElse("v1");
  }
}
