package dev.podium.controllers.podautoscaler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodConditions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which of the pods that a target selects count, and how.
///
/// Upstream: groupPods in pkg/controller/podautoscaler/replica_calculator.go.
///
/// @param ready how many can be reckoned with as they are
/// @param unready those that do not work yet
/// @param missing those that nobody has measured
/// @param ignored those on their way out
record PodGroups(int ready, Set<String> unready, Set<String> missing, Set<String> ignored) {
  /// For so long after its start a pod's CPU is believed only while it is ready.
  private static final Duration INITIALIZATION = Duration.ofMinutes(5);

  /// A pod that became unready so soon after its start has never been ready.
  private static final Duration FIRST_READINESS = Duration.ofSeconds(30);

  static PodGroups of(
      List<ApiObject> pods, Map<String, Measurement> measured, String resource, Instant now) {
    Set<String> unready = new HashSet<>();
    Set<String> missing = new HashSet<>();
    Set<String> ignored = new HashSet<>();
    int ready = 0;
    for (ApiObject pod : pods) {
      String phase = pod.status().string("phase");
      Measurement measurement = measured.get(pod.name());
      if (pod.isBeingDeleted() || phase.equals("Failed")) {
        ignored.add(pod.name());
      } else if (phase.equals("Pending")) {
        unready.add(pod.name());
      } else if (measurement == null) {
        missing.add(pod.name());
      } else if (resource.equals("cpu") && isUnready(pod, measurement, now)) {
        unready.add(pod.name());
      } else {
        ready++;
      }
    }
    return new PodGroups(ready, unready, missing, ignored);
  }

  private static boolean isUnready(ApiObject pod, Measurement measurement, Instant now) {
    Optional<JsonObject> condition = PodConditions.find(pod, "Ready");
    Optional<Instant> start = pod.status().findString("startTime").map(Timestamps::parse);
    if (condition.isEmpty() || start.isEmpty()) {
      return true;
    }
    boolean notReady = condition.get().string("status").equals("False");
    Instant since = Timestamps.parse(condition.get().string("lastTransitionTime"));
    return start.get().plus(INITIALIZATION).isAfter(now)
        ? notReady || measurement.time().isBefore(since.plus(measurement.window()))
        : notReady && start.get().plus(FIRST_READINESS).isAfter(since);
  }
}
