package dev.podium.resources.flowcontrol;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of flowcontrol.apiserver.k8s.io/v1.
public final class FlowControlKinds {
  static final String VERSION = "flowcontrol.apiserver.k8s.io/v1";

  private FlowControlKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(FlowSchemas.definition(), PriorityLevels.definition());
  }
}
