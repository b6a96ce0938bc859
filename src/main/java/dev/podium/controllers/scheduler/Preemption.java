package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.controllers.scheduler.Filters.Refusal;
import dev.podium.object.ApiObject;
import dev.podium.object.LabelSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which pods have to go so that a more important one fits (upstream:
/// pkg/scheduler/framework/preemption).
///
/// @param node where the pod will fit
/// @param victims the pods that go, the most important first
/// @param violations how many of them a disruption budget would keep
record Preemption(Candidate node, List<Placed> victims, int violations) {
  /// What is known beside the nodes.
  ///
  /// @param budgets all PodDisruptionBudgets
  record Surroundings(
      List<Candidate> nodes, PodAffinity.Namespaces namespaces, List<ApiObject> budgets) {}

  /// The plan that costs least (pickOneNodeForPreemption): it breaks the fewest budgets, and then
  /// takes the least important victims, and the fewest.
  static Optional<Preemption> plan(
      ApiObject pod, Surroundings around, Map<Candidate, Refusal> refusals) {
    long priority = pod.spec().integer("priority");
    return refusals.entrySet().stream()
        .filter(entry -> !entry.getValue().hopeless())
        .flatMap(entry -> onNode(pod, priority, entry.getKey(), around).stream())
        .min(
            Comparator.comparingInt(Preemption::violations)
                .thenComparingLong(plan -> plan.victims.getFirst().priority())
                .thenComparingLong(plan -> plan.victims.stream().mapToLong(Placed::priority).sum())
                .thenComparingInt(plan -> plan.victims.size())
                .thenComparing(plan -> plan.node.name()));
  }

  /// Takes all less important pods away and puts back as many as leave room: first those that a
  /// budget protects, and of these and the others the most important first.
  private static Optional<Preemption> onNode(
      ApiObject pod, long priority, Candidate node, Surroundings around) {
    List<Placed> lesser =
        node.pods().stream()
            .filter(placed -> placed.priority() < priority)
            .sorted(Comparator.comparingLong(Placed::priority).reversed())
            .toList();
    Candidate emptied = node;
    for (Placed placed : lesser) {
      emptied = emptied.without(placed.pod().uid());
    }
    if (lesser.isEmpty() || !fits(pod, emptied, around)) {
      return Optional.empty();
    }
    Set<Placed> guarded = guarded(lesser, around.budgets());
    List<Placed> order = new ArrayList<>(lesser.stream().filter(guarded::contains).toList());
    lesser.stream().filter(placed -> !guarded.contains(placed)).forEach(order::add);
    List<Placed> victims = new ArrayList<>();
    Candidate filled = emptied;
    for (Placed placed : order) {
      Candidate with = filled.with(placed);
      if (fits(pod, with, around)) {
        filled = with;
      } else {
        victims.add(placed);
      }
    }
    victims.sort(Comparator.comparingLong(Placed::priority).reversed());
    int violations = (int) victims.stream().filter(guarded::contains).count();
    return victims.isEmpty()
        ? Optional.empty()
        : Optional.of(new Preemption(node, victims, violations));
  }

  /// Those whose removal, one after the other, some budget does not allow any more
  /// (filterPodsWithPDBViolation).
  private static Set<Placed> guarded(List<Placed> pods, List<ApiObject> budgets) {
    Map<String, Long> allowed = new HashMap<>();
    Set<Placed> guarded = new HashSet<>();
    for (Placed placed : pods) {
      for (ApiObject budget : budgets) {
        boolean meant =
            budget.namespace().equals(placed.pod().namespace())
                && LabelSelector.ofJson(budget.spec().findObject("selector")).matches(placed.pod())
                && !budget.status().object("disruptedPods").has(placed.pod().name());
        if (meant) {
          long left =
              allowed.getOrDefault(budget.uid(), budget.status().integer("disruptionsAllowed")) - 1;
          allowed.put(budget.uid(), left);
          if (left < 0) {
            guarded.add(placed);
          }
        }
      }
    }
    return guarded;
  }

  private static boolean fits(ApiObject pod, Candidate node, Surroundings around) {
    List<Candidate> world =
        around.nodes().stream()
            .map(other -> other.name().equals(node.name()) ? node : other)
            .toList();
    return new Filters(pod, world, around.namespaces()).check(node).isEmpty();
  }
}
