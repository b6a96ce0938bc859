package dev.podium.controllers.job;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A Job as its controller looks at it.
record JobView(ApiObject object) {
  private static final String CONTROLLER = "kubernetes.io/job-controller";

  JsonObject spec() {
    return object.spec();
  }

  JsonObject status() {
    return object.status();
  }

  String name() {
    return object.name();
  }

  LabelSelector selector() {
    return LabelSelector.ofJson(spec().findObject("selector"));
  }

  /// Whether somebody else looks after it (JobManagedBy).
  boolean isManagedElsewhere() {
    return spec().findString("managedBy").filter(by -> !by.equals(CONTROLLER)).isPresent();
  }

  long parallelism() {
    return spec().findLong("parallelism").orElse(1);
  }

  /// Empty where the first success is enough.
  OptionalLong completions() {
    return spec().findLong("completions");
  }

  boolean isIndexed() {
    return spec().string("completionMode").equals("Indexed");
  }

  boolean isSuspended() {
    return spec().bool("suspend");
  }

  long backoffLimit() {
    return spec().findLong("backoffLimit").orElse(6);
  }

  OptionalLong backoffLimitPerIndex() {
    return isIndexed() ? spec().findLong("backoffLimitPerIndex") : OptionalLong.empty();
  }

  OptionalLong activeDeadlineSeconds() {
    return spec().findLong("activeDeadlineSeconds");
  }

  Optional<JsonObject> podFailurePolicy() {
    return spec().findObject("podFailurePolicy");
  }

  /// Whether a pod is replaced only once it has ended, not already when it is deleted
  /// (onlyReplaceFailedPods).
  boolean replacesOnlyFailed() {
    return podFailurePolicy().isPresent() || spec().string("podReplacementPolicy").equals("Failed");
  }

  boolean restartsContainers() {
    return spec().string("template", "spec", "restartPolicy").equals("OnFailure");
  }

  Optional<Instant> startTime() {
    return Timestamps.find(status().string("startTime"));
  }

  List<JsonObject> conditions() {
    return status().objects("conditions");
  }

  /// A condition that holds.
  Optional<JsonObject> condition(String type) {
    return conditions().stream()
        .filter(c -> c.string("type").equals(type) && c.string("status").equals("True"))
        .findFirst();
  }

  boolean isFinished() {
    return condition("Complete").isPresent() || condition("Failed").isPresent();
  }

  List<String> uncounted(String outcome) {
    return status().strings("uncountedTerminatedPods", outcome);
  }

  boolean isValidIndex(int index) {
    return index >= 0 && index < completions().orElse(0);
  }
}
