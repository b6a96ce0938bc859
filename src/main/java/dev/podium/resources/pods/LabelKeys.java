package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.List;

/// Turns `matchLabelKeys` and `mismatchLabelKeys` of affinities and spread constraints into
/// expressions over the labels that the pod is born with.
///
/// Upstream: pkg/registry/core/pod/strategy.go (mutatePodAffinity,
/// mutateTopologySpreadConstraints).
final class LabelKeys {
  private LabelKeys() {}

  static void resolve(ObjectDraft spec, ObjectDraft metadata) {
    JsonObject labels = metadata.get("labels") instanceof JsonObject l ? l : JsonObject.EMPTY;
    for (String affinity : List.of("podAffinity", "podAntiAffinity")) {
      spec.findObject("affinity", affinity).ifPresent(a -> affinity(a, labels));
    }
    spec.objects("topologySpreadConstraints").forEach(constraint -> term(constraint, labels));
  }

  private static void affinity(ObjectDraft affinity, JsonObject labels) {
    affinity
        .objects("requiredDuringSchedulingIgnoredDuringExecution")
        .forEach(term -> term(term, labels));
    for (ObjectDraft weighted :
        affinity.objects("preferredDuringSchedulingIgnoredDuringExecution")) {
      weighted.findObject("podAffinityTerm").ifPresent(term -> term(term, labels));
    }
  }

  /// Without a selector nothing is selected, and keys change nothing about that.
  private static void term(ObjectDraft term, JsonObject labels) {
    if (term.has("labelSelector")) {
      add(term, "matchLabelKeys", "In", labels);
      add(term, "mismatchLabelKeys", "NotIn", labels);
    }
  }

  private static void add(ObjectDraft term, String field, String operator, JsonObject labels) {
    for (String key : term.freeze().strings(field)) {
      if (labels.has(key)) {
        term.object("labelSelector")
            .list("matchExpressions")
            .add(
                JsonObject.of(
                    "key", key, "operator", operator, "values", List.of(labels.string(key))));
      }
    }
  }
}
