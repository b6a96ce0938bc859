package dev.podium.controllers.scheduler;

import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pods that want to be, or not to be, near others (upstream:
/// pkg/scheduler/framework/plugins/interpodaffinity).
///
/// Worked out once for a pod over all nodes, then asked node by node.
final class PodAffinity {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  static final String AFFINITY = "node(s) didn't match pod affinity rules";
  static final String ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
  static final String EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";

  /// A topology key and the value that nodes of one domain share.
  private record Domain(String key, String value) {}

  private final List<JsonObject> affinity;
  private final List<JsonObject> antiAffinity;
  private final Map<Domain, Integer> liked = new HashMap<>();
  private final Map<Domain, Integer> shunned = new HashMap<>();
  private final Map<Domain, Integer> shunning = new HashMap<>();
  private final Map<Domain, Long> scores = new HashMap<>();
  private final boolean firstOfItsKind;
  private final Namespaces namespaces;

  /// The labels of a namespace.
  @FunctionalInterface
  interface Namespaces {
    Map<String, String> labels(String name);
  }

  PodAffinity(ApiObject pod, List<Candidate> candidates, Namespaces namespaces) {
    this.namespaces = namespaces;
    affinity = pod.spec().objects("affinity", "podAffinity", REQUIRED);
    antiAffinity = pod.spec().objects("affinity", "podAntiAffinity", REQUIRED);
    boolean cares = concerns(pod);
    for (Candidate candidate : candidates) {
      for (Placed placed : cares ? candidate.pods() : candidate.attached()) {
        count(pod, placed.pod(), candidate);
      }
    }
    firstOfItsKind = liked.isEmpty() && affinity.stream().allMatch(term -> matches(term, pod, pod));
  }

  /// Whether a pod cares what is near it.
  static boolean concerns(ApiObject pod) {
    JsonObject affinity = pod.spec().object("affinity");
    return affinity.has("podAffinity") || affinity.has("podAntiAffinity");
  }

  private void count(ApiObject pod, ApiObject placed, Candidate candidate) {
    Map<String, String> labels = candidate.labels();
    if (!affinity.isEmpty() && affinity.stream().allMatch(term -> matches(term, pod, placed))) {
      affinity.forEach(term -> add(liked, term, labels));
    }
    for (JsonObject term : antiAffinity) {
      if (matches(term, pod, placed)) {
        add(shunned, term, labels);
      }
    }
    JsonObject theirs = placed.spec().object("affinity");
    for (JsonObject term : theirs.objects("podAntiAffinity", REQUIRED)) {
      if (matches(term, placed, pod)) {
        add(shunning, term, labels);
      }
    }
    preferences(pod, placed, labels);
  }

  private void preferences(ApiObject pod, ApiObject placed, Map<String, String> labels) {
    score(pod, pod, placed, "podAffinity", 1, labels);
    score(pod, pod, placed, "podAntiAffinity", -1, labels);
    score(placed, placed, pod, "podAffinity", 1, labels);
    score(placed, placed, pod, "podAntiAffinity", -1, labels);
  }

  private void score(
      ApiObject holder,
      ApiObject from,
      ApiObject to,
      String field,
      int sign,
      Map<String, String> labels) {
    for (JsonObject preferred : holder.spec().objects("affinity", field, PREFERRED)) {
      JsonObject term = preferred.object("podAffinityTerm");
      if (matches(term, from, to)) {
        domain(term, labels)
            .ifPresent(d -> scores.merge(d, sign * preferred.integer("weight"), Long::sum));
      }
    }
  }

  private static void add(
      Map<Domain, Integer> counts, JsonObject term, Map<String, String> labels) {
    domain(term, labels).ifPresent(domain -> counts.merge(domain, 1, Integer::sum));
  }

  private static Optional<Domain> domain(JsonObject term, Map<String, String> labels) {
    String key = term.string("topologyKey");
    return Optional.ofNullable(labels.get(key)).map(value -> new Domain(key, value));
  }

  /// Whether `other` is one of those that a term of `holder` is about.
  private boolean matches(JsonObject term, ApiObject holder, ApiObject other) {
    List<String> named = term.strings("namespaces");
    Optional<JsonObject> selector = term.findObject("namespaceSelector");
    boolean meant =
        named.isEmpty() && selector.isEmpty()
            ? holder.namespace().equals(other.namespace())
            : named.contains(other.namespace())
                || selector
                    .filter(
                        s -> LabelSelector.ofJson(s).matches(namespaces.labels(other.namespace())))
                    .isPresent();
    return meant && LabelSelector.ofJson(term.findObject("labelSelector")).matches(other);
  }

  /// Why the pod may not be on a node.
  Optional<String> refusal(Candidate candidate) {
    Map<String, String> labels = candidate.labels();
    boolean near =
        affinity.stream()
            .allMatch(term ->
                domain(term, labels)
                    .filter(d -> liked.containsKey(d) || firstOfItsKind)
                    .isPresent());
    if (!near) {
      return Optional.of(AFFINITY);
    }
    boolean away =
        antiAffinity.stream()
            .allMatch(term -> domain(term, labels).filter(shunned::containsKey).isEmpty());
    if (!away) {
      return Optional.of(ANTI_AFFINITY);
    }
    boolean welcome =
        shunning.keySet().stream().noneMatch(d -> d.value().equals(labels.get(d.key())));
    return welcome ? Optional.empty() : Optional.of(EXISTING);
  }

  long score(Candidate candidate) {
    if (scores.isEmpty()) {
      return 0;
    }
    return scores.entrySet().stream()
        .filter(e -> e.getKey().value().equals(candidate.labels().get(e.getKey().key())))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
