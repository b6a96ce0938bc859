package dev.podium.resources.core;

import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import java.util.List;

/// The kinds of core/v1 but pods and their controllers, and events.k8s.io/v1, which shares a store
/// with core/v1.
public final class CoreResources {
  private CoreResources() {}

  /// @param issueToken what a POST to the `token` of a ServiceAccount does
  public static List<ResourceDefinition> all(Subresource.Operation issueToken) {
    return List.of(
        ComponentStatuses.definition(),
        ConfigMaps.definition(),
        EndpointsKind.definition(),
        CoreEvents.definition(),
        LimitRanges.definition(),
        Namespaces.definition(),
        Nodes.definition(),
        ResourceQuotas.definition(),
        Secrets.definition(),
        ServiceAccounts.definition(issueToken),
        GroupEvents.definition());
  }
}
