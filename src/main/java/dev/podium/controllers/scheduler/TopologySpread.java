package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.resources.pods.NodeSelection;
import dev.podium.resources.pods.Tolerations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Even numbers of pods over zones and nodes (upstream:
/// pkg/scheduler/framework/plugins/podtopologyspread).
final class TopologySpread {
  static final String SKEWED = "node(s) didn't match pod topology spread constraints";
  static final String WITHOUT_LABEL = SKEWED + " (missing required label)";

  private record Constraint(JsonObject facts, Map<String, Integer> counts, int self) {
    String key() {
      return facts.string("topologyKey");
    }

    boolean isHard() {
      return facts.string("whenUnsatisfiable").equals("DoNotSchedule");
    }

    int least() {
      long domains = facts.findLong("minDomains").orElse(1);
      return counts.size() < domains
          ? 0
          : counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }
  }

  private final List<Constraint> constraints;

  TopologySpread(ApiObject pod, List<Candidate> candidates) {
    constraints =
        pod.spec().objects("topologySpreadConstraints").stream()
            .map(facts -> count(facts, pod, candidates))
            .toList();
  }

  private static Constraint count(JsonObject facts, ApiObject pod, List<Candidate> candidates) {
    LabelSelector selector = LabelSelector.ofJson(facts.findObject("labelSelector"));
    Map<String, Integer> counts = new HashMap<>();
    for (Candidate candidate : candidates) {
      String domain = candidate.labels().get(facts.string("topologyKey"));
      if (domain != null && isCounted(facts, pod, candidate)) {
        int matching = 0;
        for (Placed placed : candidate.pods()) {
          boolean meant =
              placed.pod().namespace().equals(pod.namespace())
                  && !placed.pod().isBeingDeleted()
                  && selector.matches(placed.pod());
          matching += meant ? 1 : 0;
        }
        counts.merge(domain, matching, Integer::sum);
      }
    }
    return new Constraint(facts, counts, selector.matches(pod) ? 1 : 0);
  }

  private static boolean isCounted(JsonObject facts, ApiObject pod, Candidate candidate) {
    boolean affinity =
        facts.string("nodeAffinityPolicy").equals("Ignore")
            || NodeSelection.admits(pod, candidate.node());
    boolean taints =
        !facts.string("nodeTaintsPolicy").equals("Honor")
            || Tolerations.bearsAll(pod, candidate.taints());
    return affinity && taints;
  }

  Optional<String> refusal(Candidate candidate) {
    for (Constraint constraint : constraints) {
      if (!constraint.isHard()) {
        continue;
      }
      String domain = candidate.labels().get(constraint.key());
      if (domain == null) {
        return Optional.of(WITHOUT_LABEL);
      }
      int here = constraint.counts().getOrDefault(domain, 0);
      long skew = here + constraint.self() - constraint.least();
      if (skew > constraint.facts().integer("maxSkew")) {
        return Optional.of(SKEWED);
      }
    }
    return Optional.empty();
  }

  /// How crowded a node's domains are already; fewer is better.
  long crowding(Candidate candidate) {
    return constraints.stream()
        .filter(constraint -> !constraint.isHard())
        .mapToLong(constraint ->
            constraint
                .counts()
                .getOrDefault(
                    candidate.labels().getOrDefault(constraint.key(), ""),
                    Integer.MAX_VALUE / 1000))
        .sum();
  }
}
