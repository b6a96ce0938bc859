package dev.podium.controllers.job;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;

/// What a Job's `podFailurePolicy` makes of a failed pod.
///
/// Upstream: pkg/controller/job/pod_failure_policy.go.
final class FailurePolicy {
  private FailurePolicy() {}

  /// @param action empty where no rule matched
  /// @param message why the whole Job fails; empty where it does not
  record Verdict(Optional<String> action, Optional<String> message) {
    static final Verdict COUNTED = new Verdict(Optional.empty(), Optional.empty());

    boolean counts() {
      return !action.equals(Optional.of("Ignore"));
    }

    boolean failsIndex() {
      return action.equals(Optional.of("FailIndex"));
    }
  }

  static Verdict judge(JobView job, JobPod pod) {
    List<JsonObject> rules = job.podFailurePolicy().map(p -> p.objects("rules")).orElse(List.of());
    for (int i = 0; i < rules.size(); i++) {
      Optional<String> match = match(rules.get(i), pod.object());
      if (match.isPresent()) {
        String action = rules.get(i).string("action");
        String message = "%s matching %s rule at index %d".formatted(match.get(), action, i);
        return new Verdict(
            Optional.of(action),
            action.equals("FailJob") ? Optional.of(message) : Optional.empty());
      }
    }
    return Verdict.COUNTED;
  }

  /// What of the pod matches a rule.
  private static Optional<String> match(JsonObject rule, ApiObject pod) {
    Optional<JsonObject> exitCodes = rule.findObject("onExitCodes");
    return exitCodes.isPresent()
        ? container(exitCodes.get(), pod)
        : condition(rule.objects("onPodConditions"), pod);
  }

  private static Optional<String> container(JsonObject rule, ApiObject pod) {
    return JobPod.of(pod)
        .statuses()
        .filter(status -> status.findObject("state", "terminated").isPresent())
        .filter(status ->
            rule.findString("containerName")
                .map(name -> name.equals(status.string("name")))
                .orElse(true))
        .filter(status -> matches(rule, status.integer("state", "terminated", "exitCode")))
        .map(status ->
            "Container %s for pod %s/%s failed with exit code %d"
                .formatted(
                    status.string("name"),
                    pod.namespace(),
                    pod.name(),
                    status.integer("state", "terminated", "exitCode")))
        .findFirst();
  }

  private static boolean matches(JsonObject rule, long exitCode) {
    JsonArray values = rule.array("values");
    boolean listed = values.stream().anyMatch(value -> value.equals(exitCode));
    return exitCode != 0 && listed == rule.string("operator").equals("In");
  }

  private static Optional<String> condition(List<JsonObject> patterns, ApiObject pod) {
    return pod.status().objects("conditions").stream()
        .filter(condition ->
            patterns.stream()
                .anyMatch(pattern ->
                    pattern.string("type").equals(condition.string("type"))
                        && pattern.string("status").equals(condition.string("status"))))
        .map(condition ->
            "Pod %s/%s has condition %s"
                .formatted(pod.namespace(), pod.name(), condition.string("type")))
        .findFirst();
  }
}
