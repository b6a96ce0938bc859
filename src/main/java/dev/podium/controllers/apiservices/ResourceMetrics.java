package dev.podium.controllers.apiservices;

import dev.podium.client.Kinds;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import java.util.List;

/// Serves `metrics.k8s.io` for as long as its APIService is there, as the aggregator does for a
/// metrics server that somebody has installed.
public final class ResourceMetrics {
  /// The name of that APIService.
  static final String NAME = "v1beta1.metrics.k8s.io";

  private ResourceMetrics() {}

  /// @param kinds of the group
  public static void register(
      ControlLoops loops, ResourceCatalog catalog, List<ResourceDefinition> kinds) {
    Informer apiServices = loops.informer(Kinds.API_SERVICE);
    apiServices.listen(delta -> {
      if (!delta.latest().name().equals(NAME)) {
        return;
      }
      if (delta.isDeletion()) {
        kinds.forEach(catalog::remove);
      } else if (delta.before().isEmpty()) {
        kinds.forEach(catalog::add);
      }
    });
  }
}
