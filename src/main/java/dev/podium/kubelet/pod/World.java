package dev.podium.kubelet.pod;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.program.ContainerProcess;
import dev.podium.kubelet.program.Launch;
import dev.podium.kubelet.program.Program.StartFailure;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a kubelet needs of its node and of the API to look after pods.
public interface World {
  /// How long work takes that is to take `nominal`.
  Duration pause(Duration nominal);

  boolean hasImage(String node, ImageName image);

  /// Begins a pull, or joins one that is under way.
  ImageStore.Pull pull(String node, ImageName image, Instant now);

  Image image(ImageName name);

  ContainerProcess start(Launch launch) throws StartFailure;

  Optional<ApiObject> find(GroupVersionKind kind, String namespace, String name);

  /// An address of the node's range for a pod.
  String takeAddress(String node, String uid);

  String nodeAddress(String node);
}
