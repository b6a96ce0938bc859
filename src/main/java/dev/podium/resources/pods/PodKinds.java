package dev.podium.resources.pods;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The workloads of core/v1.
public final class PodKinds {
  private PodKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        Bindings.definition(),
        Pods.definition(),
        PodTemplateKind.definition(),
        ReplicationControllers.definition());
  }
}
