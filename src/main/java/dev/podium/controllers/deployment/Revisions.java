package dev.podium.controllers.deployment;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.runtime.OwnedObjects;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which ReplicaSet stands for which template, and the numbers and notes that they carry.
///
/// Upstream: pkg/controller/deployment/util/deployment_util.go (FindNewReplicaSet,
/// SetNewReplicaSetAnnotations), sync.go (getNewReplicaSet), pkg/controller/controller_utils.go
/// (ComputeHash).
final class Revisions {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Set<String> NOT_COPIED =
      Set.of(
          LAST_APPLIED,
          ReplicaSetView.REVISION,
          ReplicaSetView.REVISION_HISTORY,
          ReplicaSetView.DESIRED_REPLICAS,
          ReplicaSetView.MAX_REPLICAS,
          "deprecated.deployment.rollback.to");
  private static final int LONGEST_HISTORY = 2000;
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

  private Revisions() {}

  /// The oldest set whose template is the Deployment's but for the hash.
  static Optional<ReplicaSetView> newest(DeploymentView deployment, List<ReplicaSetView> sets) {
    JsonObject template = ReplicaSetView.withoutHash(deployment.template());
    return sets.stream()
        .filter(set -> set.templateWithoutHash().equals(template))
        .min(ReplicaSetView.OLDEST_FIRST);
  }

  static long highest(List<ReplicaSetView> sets) {
    return sets.stream().mapToLong(ReplicaSetView::revision).max().orElse(0);
  }

  /// A set for the Deployment's template, of no pods yet.
  static ApiObject newSet(DeploymentView deployment, long revision, long size) {
    String hash = hash(deployment);
    JsonObject template =
        deployment
            .template()
            .with(
                "metadata",
                metadata -> metadata.with("labels", l -> l.with(ReplicaSetView.HASH_LABEL, hash)));
    JsonObject selector =
        deployment
            .object()
            .spec()
            .object("selector")
            .with("matchLabels", l -> l.with(ReplicaSetView.HASH_LABEL, hash));
    long minReadySeconds = deployment.object().spec().integer("minReadySeconds");
    ApiObject set =
        ApiObject.named(
                Kinds.REPLICA_SET, deployment.object().namespace(), deployment.name() + "-" + hash)
            .editMetadata(metadata -> {
              template
                  .find("metadata", "labels")
                  .ifPresent(labels -> metadata.set("labels", labels));
              metadata.set(
                  "ownerReferences",
                  List.of(OwnedObjects.controllerReference(deployment.object())));
            })
            .editSpec(spec -> {
              spec.set("replicas", size).set("selector", selector).set("template", template);
              if (minReadySeconds > 0) {
                spec.set("minReadySeconds", minReadySeconds);
              }
            });
    return annotatedSize(annotated(set, deployment, revision), deployment);
  }

  /// The set with the Deployment's annotations and a revision at least this high; the one it had
  /// goes into its history.
  static ApiObject annotated(ApiObject set, DeploymentView deployment, long revision) {
    long before = new ReplicaSetView(set).revision();
    return set.editMetadata(metadata -> {
      Map<String, String> given = deployment.object().annotations();
      given.forEach((key, value) -> {
        if (!NOT_COPIED.contains(key)) {
          metadata.object("annotations").set(key, value);
        }
      });
      if (before < revision) {
        ObjectDraft annotations = metadata.object("annotations");
        annotations.set(ReplicaSetView.REVISION, Long.toString(revision));
        if (before > 0) {
          remember(annotations, before);
        }
      }
    });
  }

  private static void remember(ObjectDraft annotations, long revision) {
    String history = annotations.string(ReplicaSetView.REVISION_HISTORY);
    String longer = history.isEmpty() ? "" + revision : history + "," + revision;
    while (longer.length() > LONGEST_HISTORY && longer.indexOf(',') >= 0) {
      longer = longer.substring(longer.indexOf(',') + 1);
    }
    annotations.set(ReplicaSetView.REVISION_HISTORY, longer);
  }

  /// The set with a note of the Deployment's size, by which a change of that is told from a
  /// rollout.
  static ApiObject annotatedSize(ApiObject set, DeploymentView deployment) {
    long replicas = deployment.replicas();
    return set.editMetadata(metadata ->
        metadata
            .object("annotations")
            .set(ReplicaSetView.DESIRED_REPLICAS, Long.toString(replicas))
            .set(ReplicaSetView.MAX_REPLICAS, Long.toString(replicas + deployment.maxSurge())));
  }

  /// FNV-1a of the template and of how often that hash was taken already, in letters that form no
  /// words.
  private static String hash(DeploymentView deployment) {
    int hash = 0x811c9dc5;
    for (byte b : Json.bytes(sorted(deployment.template()))) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    long collisions = deployment.object().status().integer("collisionCount");
    hash = (int) ((hash ^ collisions) * 0x01000193);
    StringBuilder letters = new StringBuilder();
    for (char digit : Long.toString(Integer.toUnsignedLong(hash)).toCharArray()) {
      letters.append(SAFE.charAt(digit % SAFE.length()));
    }
    return letters.toString();
  }

  private static JsonObject sorted(JsonObject object) {
    return JsonObject.of(
        object.stream()
            .sorted(Map.Entry.comparingByKey())
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue() instanceof JsonObject nested
                            ? sorted(nested)
                            : entry.getValue(),
                    (a, _) -> a,
                    java.util.LinkedHashMap::new)));
  }

  /// The old sets that the history has no room for, oldest revision first (cleanupDeployment).
  static List<ReplicaSetView> forgotten(DeploymentView deployment, List<ReplicaSetView> old) {
    List<ReplicaSetView> kept =
        old.stream()
            .filter(set -> !set.object().isBeingDeleted())
            .sorted(Comparator.comparingLong(ReplicaSetView::revision))
            .toList();
    long over = kept.size() - deployment.revisionHistoryLimit();
    return kept.stream()
        .limit(Math.max(0, over))
        .filter(set ->
            set.actual() == 0
                && set.replicas() == 0
                && set.object().generation().orElse(0)
                    <= set.object().status().integer("observedGeneration"))
        .toList();
  }
}
