package dev.podium.controllers.scheduler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Informer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The claims of a pod, as far as they say where and whether it can run (upstream:
/// plugins/volumebinding).
///
/// @param refusal what keeps the pod from every node
/// @param waiting claims that are bound only once a node is chosen
/// @param node where an earlier choice has a claim bound
record Claims(Optional<String> refusal, List<ApiObject> waiting, Optional<String> node) {
  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  static Claims of(ApiObject pod, Informer claims, Informer classes) {
    List<ApiObject> waiting = new ArrayList<>();
    Optional<String> node = Optional.empty();
    boolean unbound = false;
    for (JsonObject volume : pod.spec().objects("volumes")) {
      String name = claimName(pod, volume);
      if (name.isEmpty()) {
        continue;
      }
      Optional<ApiObject> claim = claims.find(pod.namespace(), name);
      if (claim.isEmpty()) {
        return refused("persistentvolumeclaim \"" + name + "\" not found");
      }
      if (claim.get().isBeingDeleted()) {
        return refused("persistentvolumeclaim \"" + name + "\" is being deleted");
      }
      if (!claim.get().status().string("phase").equals("Bound")) {
        boolean delayed =
            classes
                .find("", claim.get().spec().string("storageClassName"))
                .filter(c -> c.root().string("volumeBindingMode").equals("WaitForFirstConsumer"))
                .isPresent();
        unbound |= !delayed;
        waiting.add(claim.get());
        node = node.or(() -> claim.get().annotation(SELECTED_NODE));
      }
    }
    return unbound
        ? refused("pod has unbound immediate PersistentVolumeClaims")
        : new Claims(Optional.empty(), waiting, node);
  }

  private static String claimName(ApiObject pod, JsonObject volume) {
    return volume.findObject("ephemeral").isPresent()
        ? pod.name() + "-" + volume.string("name")
        : volume.string("persistentVolumeClaim", "claimName");
  }

  private static Claims refused(String why) {
    return new Claims(Optional.of(why), List.of(), Optional.empty());
  }
}
