package dev.podium.resources;

import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.resources.apps.AppsKinds;
import dev.podium.resources.batch.BatchKinds;
import dev.podium.resources.core.CoreResources;
import dev.podium.resources.pods.PodKinds;
import java.util.ArrayList;
import java.util.List;

/// All kinds that a cluster serves before anybody defines another.
public final class BuiltInResources {
  private BuiltInResources() {}

  /// What kinds need from outside.
  ///
  /// @param issueToken makes a token of a ServiceAccount
  public record Surroundings(Subresource.Operation issueToken) {}

  public static List<ResourceDefinition> all(Surroundings surroundings) {
    List<ResourceDefinition> all = new ArrayList<>();
    all.addAll(PodKinds.all());
    all.addAll(CoreResources.all(surroundings.issueToken()));
    all.addAll(AppsKinds.all());
    all.addAll(BatchKinds.all());
    return List.copyOf(all);
  }
}
