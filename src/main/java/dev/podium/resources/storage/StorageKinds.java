package dev.podium.resources.storage;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of storage.k8s.io.
public final class StorageKinds {
  private StorageKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        CsiDrivers.definition(),
        CsiNodes.definition(),
        CsiStorageCapacities.definition(),
        StorageClasses.definition(),
        VolumeAttachments.definition(),
        VolumeAttributesClasses.definition());
  }
}
