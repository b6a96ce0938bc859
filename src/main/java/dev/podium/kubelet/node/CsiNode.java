package dev.podium.kubelet.node;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;

/// What a kubelet says of the storage drivers of its node: that there are none.
///
/// Upstream: pkg/volume/csi/nodeinfomanager (CreateCSINode).
final class CsiNode {
  private static final String MIGRATED = "storage.alpha.kubernetes.io/migrated-plugins";

  /// Volumes of the tree that drivers have taken over.
  private static final List<String> PLUGINS =
      List.of(
          "kubernetes.io/aws-ebs",
          "kubernetes.io/azure-disk",
          "kubernetes.io/azure-file",
          "kubernetes.io/cinder",
          "kubernetes.io/gce-pd",
          "kubernetes.io/portworx-volume",
          "kubernetes.io/vsphere-volume");

  private CsiNode() {}

  static ApiObject of(ApiObject node) {
    return ApiObject.named(Kinds.CSI_NODE, "", node.name())
        .editMetadata(metadata -> {
          metadata.object("annotations").set(MIGRATED, String.join(",", PLUGINS));
          metadata.set("ownerReferences", List.of(NodeHeartbeat.ownerReference(node)));
        })
        .with("spec", JsonObject.of("drivers", List.of()));
  }
}
