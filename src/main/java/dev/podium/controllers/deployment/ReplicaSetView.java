package dev.podium.controllers.deployment;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// A ReplicaSet as its Deployment looks at it.
record ReplicaSetView(ApiObject object) {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
  static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
  static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
  static final String HASH_LABEL = "pod-template-hash";

  static final Comparator<ReplicaSetView> OLDEST_FIRST =
      Comparator.comparing((ReplicaSetView set) -> set.object.creationTimestamp())
          .thenComparing(ReplicaSetView::name);

  String name() {
    return object.name();
  }

  long replicas() {
    return object.spec().findLong("replicas").orElse(1);
  }

  boolean isActive() {
    return replicas() > 0;
  }

  long actual() {
    return object.status().integer("replicas");
  }

  long ready() {
    return object.status().integer("readyReplicas");
  }

  long available() {
    return object.status().integer("availableReplicas");
  }

  long terminating() {
    return object.status().integer("terminatingReplicas");
  }

  long revision() {
    return number(REVISION).orElse(0);
  }

  /// The number that an annotation holds, where it holds one.
  OptionalLong number(String annotation) {
    try {
      return object
          .annotation(annotation)
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// The template without the hash that tells its pods from those of other revisions.
  JsonObject templateWithoutHash() {
    return withoutHash(object.spec().object("template"));
  }

  static JsonObject withoutHash(JsonObject template) {
    return template.with(
        "metadata",
        metadata -> {
          JsonObject labels = metadata.object("labels").without(HASH_LABEL);
          return labels.isEmpty() ? metadata.without("labels") : metadata.with("labels", labels);
        });
  }

  static long replicas(List<ReplicaSetView> sets) {
    return sets.stream().mapToLong(ReplicaSetView::replicas).sum();
  }

  static List<ReplicaSetView> active(List<ReplicaSetView> sets) {
    return sets.stream().filter(ReplicaSetView::isActive).toList();
  }
}
