package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Filters.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Why a pod found no node, in the words of upstream's FitError (pkg/scheduler/framework/types.go).
final class Diagnosis {
  static final String NO_NODES = "no nodes available to schedule pods";
  private static final String NOT_HELPFUL = "Preemption is not helpful for scheduling";
  private static final String NO_VICTIMS = "No preemption victims found for incoming pod";

  private Diagnosis() {}

  /// What keeps a pod from every node alike, before any node is looked at.
  static String ofPod(int nodes, String why) {
    return "0/%d nodes are available: %s. %s"
        .formatted(nodes, why, preemption(Map.of(NOT_HELPFUL, nodes), nodes));
  }

  /// Where nobody else's place would do.
  static String ofNodes(Collection<Refusal> refusals) {
    Map<String, Integer> hopes = new TreeMap<>();
    for (Refusal refusal : refusals) {
      hopes.merge(refusal.hopeless() ? NOT_HELPFUL : NO_VICTIMS, 1, Integer::sum);
    }
    return preempting(refusals) + " " + preemption(hopes, refusals.size());
  }

  /// Where others go to make room, of which no more is said (RunPostFilterPlugins).
  static String preempting(Collection<Refusal> refusals) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Refusal refusal : refusals) {
      refusal.reasons().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    }
    return "0/%d nodes are available: %s.".formatted(refusals.size(), histogram(reasons));
  }

  /// Where the pod may not take the place of others.
  static String ineligible(Collection<Refusal> refusals, String why) {
    return "%s no new claims to deallocate, preemption: %s".formatted(preempting(refusals), why);
  }

  private static String preemption(Map<String, Integer> hopes, int nodes) {
    return "no new claims to deallocate, preemption: 0/%d nodes are available: %s."
        .formatted(nodes, histogram(hopes));
  }

  private static String histogram(Map<String, Integer> reasons) {
    List<String> counted =
        reasons.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).sorted().toList();
    return counted.stream().collect(Collectors.joining(", "));
  }
}
