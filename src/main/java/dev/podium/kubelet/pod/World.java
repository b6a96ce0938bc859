package dev.podium.kubelet.pod;

import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.network.NetworkStack;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a kubelet needs of its node and of the API to look after pods.
public interface World {
  /// How long work takes that is to take `nominal`.
  Duration pause(Duration nominal);

  boolean hasImage(String node, ImageName image);

  /// Begins a pull, or joins one that is under way.
  ImageStore.Pull pull(String node, ImageName image, Instant now);

  Image image(ImageName name);

  Kernel kernel();

  Optional<ApiObject> find(GroupVersionKind kind, String namespace, String name);

  /// The Services of a namespace, in order of their names.
  List<ApiObject> services(String namespace);

  ServiceVariables serviceVariables();

  /// What the files of a node are on.
  Volume nodeDisk(String node);

  /// A volume that outlives pods.
  ///
  /// @param key the same for the same one
  /// @param limit in bytes
  Volume sharedVolume(String key, long limit);

  /// A token of the pod's service account.
  String token(ApiObject pod, String audience, long seconds);

  /// The address of the cluster's name server.
  String nameServer();

  /// The network namespace of a new pod, with an address of the node's range.
  NetworkStack join(ApiObject pod);

  /// The network namespace of a node.
  NetworkStack nodeNetwork(String node);

  String nodeAddress(String node);

  /// Why a running pod cannot have the resources that it asks for; empty where it can.
  Optional<NodeAdmission.Rejection> lacksRoom(ApiObject pod);
}
