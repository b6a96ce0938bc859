package dev.podium.resources.networking;

import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.services.ServiceAddresses;
import java.util.List;

/// The kinds of networking.k8s.io/v1.
public final class NetworkingKinds {
  private NetworkingKinds() {}

  /// @param addresses what ServiceCIDRs add ranges to, and IPAddresses take from
  public static List<ResourceDefinition> all(ServiceAddresses addresses) {
    return List.of(
        IngressClasses.definition(),
        Ingresses.definition(),
        IpAddresses.definition(addresses),
        NetworkPolicies.definition(),
        ServiceCidrs.definition(addresses));
  }
}
