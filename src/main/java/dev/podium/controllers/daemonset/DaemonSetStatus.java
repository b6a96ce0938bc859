package dev.podium.controllers.daemonset;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectDraft;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a set says of its pods (updateDaemonSetStatus).
final class DaemonSetStatus {
  private DaemonSetStatus() {}

  static ApiObject apply(
      DaemonSetView set,
      List<ApiObject> nodes,
      Map<String, List<DaemonPod>> pods,
      String hash,
      Instant now) {
    List<String> wanted =
        nodes.stream()
            .filter(node -> Placement.of(set, node).shouldRun())
            .map(ApiObject::name)
            .toList();
    List<DaemonPod> first =
        wanted.stream()
            .flatMap(node -> first(pods.getOrDefault(node, List.of())).stream())
            .toList();
    long misplaced =
        nodes.stream()
            .map(ApiObject::name)
            .filter(node -> !wanted.contains(node) && pods.containsKey(node))
            .count();
    long available = first.stream().filter(pod -> pod.isAvailable(set, now)).count();
    return set.object()
        .editStatus(status -> {
          set.object().generation().ifPresent(g -> status.set("observedGeneration", g));
          status.set("currentNumberScheduled", first.size());
          status.set("numberMisscheduled", misplaced);
          status.set("desiredNumberScheduled", wanted.size());
          status.set("numberReady", first.stream().filter(pod -> pod.view().isReady()).count());
          count(
              status,
              "updatedNumberScheduled",
              first.stream().filter(pod -> pod.isUpdated(set, hash)).count());
          count(status, "numberAvailable", available);
          count(status, "numberUnavailable", wanted.size() - available);
        });
  }

  private static Optional<DaemonPod> first(List<DaemonPod> pods) {
    return pods.stream().min(DaemonPod.OLDEST_FIRST);
  }

  /// Go leaves a zero out.
  private static void count(ObjectDraft status, String field, long number) {
    if (number == 0) {
      status.remove(field);
    } else {
      status.set(field, number);
    }
  }
}
