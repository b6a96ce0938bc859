package dev.podium.controllers.scheduler;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.controllers.scheduler.Filters.Refusal;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.VolumeChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The claims of a pod, as far as they say where and whether it can run.
///
/// Upstream: plugins/volumebinding, plugins/volumerestrictions.
///
/// @param refusal what keeps the pod from every node
/// @param bound the volumes of claims that have one
/// @param waiting claims that are bound only once a node is chosen
record Claims(
    Optional<String> refusal, List<ApiObject> bound, List<ApiObject> waiting, VolumeCaches caches) {
  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final String TAKEN =
      "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access"
          + " mode";
  private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

  static Claims of(ApiObject pod, VolumeCaches caches) {
    List<ApiObject> bound = new ArrayList<>();
    List<ApiObject> waiting = new ArrayList<>();
    boolean unbound = false;
    for (String name : names(pod).toList()) {
      Optional<ApiObject> found = caches.claims().find(pod.namespace(), name);
      if (found.isEmpty()) {
        return refused("persistentvolumeclaim \"" + name + "\" not found", caches);
      }
      ApiObject claim = found.get();
      String volume = claim.spec().string("volumeName");
      if (claim.status().string("phase").equals("Lost")) {
        return refused(
            "persistentvolumeclaim \"%s\" bound to non-existent persistentvolume \"%s\""
                .formatted(name, volume),
            caches);
      }
      if (claim.isBeingDeleted()) {
        return refused("persistentvolumeclaim \"" + name + "\" is being deleted", caches);
      }
      if (claim.status().string("phase").equals("Bound")) {
        caches.volumes().find("", volume).ifPresent(bound::add);
      } else {
        unbound |= !volume.isEmpty() || !isDelayed(claim, caches);
        waiting.add(claim);
      }
    }
    return unbound
        ? refused("pod has unbound immediate PersistentVolumeClaims", caches)
        : new Claims(Optional.empty(), bound, waiting, caches);
  }

  /// The claims that a pod names, those of its ephemeral volumes too.
  static Stream<String> names(ApiObject pod) {
    return pod.spec().objects("volumes").stream()
        .map((JsonObject volume) ->
            volume.findObject("ephemeral").isPresent()
                ? pod.name() + "-" + volume.string("name")
                : volume.string("persistentVolumeClaim", "claimName"))
        .filter(name -> !name.isEmpty());
  }

  private static boolean isDelayed(ApiObject claim, VolumeCaches caches) {
    return storageClass(claim, caches)
        .filter(c -> c.root().string("volumeBindingMode").equals("WaitForFirstConsumer"))
        .isPresent();
  }

  private static Optional<ApiObject> storageClass(ApiObject claim, VolumeCaches caches) {
    return caches.classes().find("", claim.spec().string("storageClassName"));
  }

  private static Claims refused(String why, VolumeCaches caches) {
    return new Claims(Optional.of(why), List.of(), List.of(), caches);
  }

  /// What keeps the pod from every node as long as another one uses a claim that is for one pod
  /// only (satisfyReadWriteOncePod).
  Optional<Refusal> taken(ApiObject pod, List<Candidate> nodes) {
    Set<String> exclusive =
        names(pod)
            .flatMap(name -> caches.claims().find(pod.namespace(), name).stream())
            .filter(claim -> claim.spec().strings("accessModes").contains("ReadWriteOncePod"))
            .map(ApiObject::name)
            .collect(Collectors.toSet());
    return !exclusive.isEmpty()
            && nodes.stream()
                .flatMap(node -> node.pods().stream())
                .map(Placed::pod)
                .filter(other -> other.namespace().equals(pod.namespace()))
                .flatMap(Claims::names)
                .anyMatch(exclusive::contains)
        ? Optional.of(Refusal.resolvable(TAKEN))
        : Optional.empty();
  }

  /// What keeps the pod from one node.
  Optional<Refusal> check(ApiObject node) {
    for (ApiObject volume : bound) {
      if (!VolumeChoice.isReachable(volume, node)) {
        return Optional.of(
            Refusal.unresolvable("node(s) didn't match PersistentVolume's node affinity"));
      }
    }
    Set<String> taken = new HashSet<>();
    for (ApiObject claim : waiting) {
      String selected = claim.annotation(SELECTED_NODE).orElse(node.name());
      Optional<ApiObject> volume = volumeFor(claim, node, taken);
      volume.ifPresent(v -> taken.add(v.name()));
      if (!selected.equals(node.name()) || volume.isEmpty() && !isProvisioned(claim)) {
        return Optional.of(
            Refusal.unresolvable("node(s) didn't find available persistent volumes to bind"));
      }
    }
    return Optional.empty();
  }

  private boolean isProvisioned(ApiObject claim) {
    return storageClass(claim, caches)
        .filter(c -> !c.root().string("provisioner").equals(NO_PROVISIONER))
        .isPresent();
  }

  private Optional<ApiObject> volumeFor(ApiObject claim, ApiObject node, Set<String> taken) {
    List<ApiObject> near =
        caches.volumes().list("").stream()
            .filter(volume -> !taken.contains(volume.name()))
            .filter(volume -> VolumeChoice.isReachable(volume, node))
            .toList();
    return VolumeChoice.forClaim(claim, near, false);
  }

  /// Has what waits bound to volumes that the node reaches: those at hand are reserved, others
  /// asked for.
  void settle(ApiClient client, ApiObject node) {
    Set<String> taken = new HashSet<>();
    for (ApiObject claim : waiting) {
      Optional<ApiObject> volume = volumeFor(claim, node, taken);
      if (volume.isPresent()) {
        taken.add(volume.get().name());
        reserve(client, volume.get(), claim);
      } else if (claim.annotation(SELECTED_NODE).isEmpty()) {
        client.update(
            Kinds.PERSISTENT_VOLUME_CLAIM,
            claim.namespace(),
            claim.name(),
            current ->
                current.editMetadata(
                    metadata -> metadata.object("annotations").set(SELECTED_NODE, node.name())));
      }
    }
  }

  private static void reserve(ApiClient client, ApiObject volume, ApiObject claim) {
    if (volume.spec().has("claimRef")) {
      return;
    }
    client.update(
        volume
            .editSpec(spec -> spec.set("claimRef", VolumeChoice.reference(claim)))
            .editMetadata(metadata ->
                metadata.object("annotations").set("pv.kubernetes.io/bound-by-controller", "yes")));
  }
}
