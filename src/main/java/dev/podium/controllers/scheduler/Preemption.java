package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.controllers.scheduler.Filters.Refusal;
import dev.podium.object.ApiObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which pods have to go so that a more important one fits (upstream:
/// pkg/scheduler/framework/preemption).
///
/// @param node where the pod will fit
/// @param victims the pods that go, the most important first
record Preemption(Candidate node, List<Placed> victims) {

  /// The plan that costs least: the least important victims, then the fewest.
  static Optional<Preemption> plan(
      ApiObject pod, List<Candidate> all, Map<Candidate, Refusal> refusals) {
    long priority = pod.spec().integer("priority");
    return refusals.entrySet().stream()
        .filter(entry -> !entry.getValue().hopeless())
        .flatMap(entry -> onNode(pod, priority, entry.getKey(), all).stream())
        .min(
            Comparator.comparingLong((Preemption plan) -> plan.victims.getFirst().priority())
                .thenComparingLong(plan -> plan.victims.stream().mapToLong(Placed::priority).sum())
                .thenComparingInt(plan -> plan.victims.size())
                .thenComparing(plan -> plan.node.name()));
  }

  /// Takes all less important pods away and puts back as many as leave room, the most important
  /// first.
  private static Optional<Preemption> onNode(
      ApiObject pod, long priority, Candidate node, List<Candidate> all) {
    List<Placed> lesser =
        node.pods().stream()
            .filter(placed -> placed.priority() < priority)
            .sorted(Comparator.comparingLong(Placed::priority).reversed())
            .toList();
    Candidate emptied = node;
    for (Placed placed : lesser) {
      emptied = emptied.without(placed.pod().uid());
    }
    if (lesser.isEmpty() || !fits(pod, emptied, all)) {
      return Optional.empty();
    }
    List<Placed> victims = new ArrayList<>();
    Candidate filled = emptied;
    for (Placed placed : lesser) {
      Candidate with = filled.with(placed);
      if (fits(pod, with, all)) {
        filled = with;
      } else {
        victims.add(placed);
      }
    }
    return victims.isEmpty() ? Optional.empty() : Optional.of(new Preemption(node, victims));
  }

  private static boolean fits(ApiObject pod, Candidate node, List<Candidate> all) {
    List<Candidate> world =
        all.stream().map(other -> other.name().equals(node.name()) ? node : other).toList();
    return new Filters(pod, world).check(node).isEmpty();
  }
}
