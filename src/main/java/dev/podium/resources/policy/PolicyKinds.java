package dev.podium.resources.policy;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of policy/v1.
public final class PolicyKinds {
  private PolicyKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(PodDisruptionBudgets.definition());
  }
}
