package dev.podium.resources.apps;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of apps/v1.
public final class AppsKinds {
  private AppsKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        ControllerRevisions.definition(),
        DaemonSets.definition(),
        Deployments.definition(),
        ReplicaSets.definition(),
        StatefulSets.definition());
  }
}
