package dev.podium.resources.volumes;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// PersistentVolume and PersistentVolumeClaim.
public final class VolumeKinds {
  private VolumeKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(PersistentVolumeClaims.definition(), PersistentVolumes.definition());
  }
}
