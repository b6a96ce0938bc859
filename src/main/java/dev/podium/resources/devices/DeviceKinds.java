package dev.podium.resources.devices;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of resource.k8s.io/v1.
public final class DeviceKinds {
  static final String VERSION = "resource.k8s.io/v1";

  private DeviceKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        DeviceClasses.definition(),
        ResourceClaims.definition(),
        ResourceClaimTemplates.definition(),
        ResourceSlices.definition());
  }
}
