package dev.podium.resources.autoscaling;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// HorizontalPodAutoscaler in autoscaling/v2, in which it is stored, and v1.
public final class AutoscalingKinds {
  private AutoscalingKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(FirstVersion.definition(), HorizontalPodAutoscalers.definition());
  }
}
