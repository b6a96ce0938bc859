package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.object.JsonObject;

/// The ids that the runtime gives to containers: another one for every time that one is made.
final class ContainerIds {
  private ContainerIds() {}

  static String of(String podUid, JsonObject container, ContainerState before) {
    int attempt = before.dead().isPresent() ? before.restarts() + 1 : 0;
    return "containerd://"
        + ImageCatalog.digest(podUid + "/" + container.string("name") + "/" + attempt);
  }
}
