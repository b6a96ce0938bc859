package dev.podium.controllers.scheduler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.HostPort;
import dev.podium.resources.pods.NodeSelection;
import dev.podium.resources.pods.Resources;
import dev.podium.resources.pods.Tolerations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a pod fits on a node: upstream's filter plugins in their order
/// (pkg/scheduler/apis/config/v1/default_plugins.go).
final class Filters {
  private static final JsonObject UNSCHEDULABLE =
      JsonObject.of("key", "node.kubernetes.io/unschedulable", "effect", "NoSchedule");

  /// Why not.
  ///
  /// @param reasons as they are counted in the message
  /// @param hopeless whether removing other pods would not help either
  record Refusal(List<String> reasons, boolean hopeless) {
    static Refusal unresolvable(String reason) {
      return new Refusal(List.of(reason), true);
    }

    static Refusal resolvable(String reason) {
      return new Refusal(List.of(reason), false);
    }
  }

  private final ApiObject pod;
  private final Resources requests;
  private final Set<HostPort> ports;
  private final PodAffinity affinity;
  private final TopologySpread spread;

  Filters(ApiObject pod, List<Candidate> candidates, PodAffinity.Namespaces namespaces) {
    this.pod = pod;
    this.requests = Resources.requestedBy(pod);
    this.ports = HostPort.of(pod);
    this.affinity = new PodAffinity(pod, candidates, namespaces);
    this.spread = new TopologySpread(pod, candidates);
  }

  PodAffinity affinity() {
    return affinity;
  }

  TopologySpread spread() {
    return spread;
  }

  Resources requests() {
    return requests;
  }

  Optional<Refusal> check(Candidate candidate) {
    if (candidate.node().spec().bool("unschedulable") && !Tolerations.bears(pod, UNSCHEDULABLE)) {
      return Optional.of(Refusal.unresolvable("node(s) were unschedulable"));
    }
    if (!Tolerations.bearsAll(pod, candidate.taints())) {
      return Optional.of(Refusal.unresolvable("node(s) had untolerated taint(s)"));
    }
    if (!NodeSelection.admits(pod, candidate.node())) {
      return Optional.of(Refusal.unresolvable("node(s) didn't match Pod's node affinity/selector"));
    }
    if (portsTaken(candidate)) {
      return Optional.of(
          Refusal.resolvable("node(s) didn't have free ports for the requested pod ports"));
    }
    return lackOfRoom(candidate)
        .or(() ->
            spread
                .refusal(candidate)
                .map(why -> new Refusal(List.of(why), why.equals(TopologySpread.WITHOUT_LABEL))))
        .or(() ->
            affinity
                .refusal(candidate)
                .map(why -> new Refusal(List.of(why), why.equals(PodAffinity.AFFINITY))));
  }

  private boolean portsTaken(Candidate candidate) {
    return !ports.isEmpty()
        && candidate.pods().stream()
            .flatMap(placed -> placed.ports().stream())
            .anyMatch(taken -> ports.stream().anyMatch(taken::conflictsWith));
  }

  /// Upstream: NodeResourcesFit. More than the whole node has cannot be helped.
  private Optional<Refusal> lackOfRoom(Candidate candidate) {
    Resources allocatable = candidate.allocatable();
    List<String> reasons = new ArrayList<>();
    boolean hopeless = false;
    if (candidate.pods().size() + 1 > allocatable.get("pods")) {
      reasons.add("Too many pods");
    }
    for (Map.Entry<String, Long> wanted : requests.amounts().entrySet()) {
      String name = wanted.getKey();
      long all = allocatable.get(name);
      if (wanted.getValue() > 0 && wanted.getValue() > all - candidate.used().get(name)) {
        reasons.add("Insufficient " + name);
        hopeless |= wanted.getValue() > all;
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(new Refusal(reasons, hopeless));
  }
}
