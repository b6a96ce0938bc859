package dev.podium.network;

import java.util.Optional;

/// Where a connection comes from.
///
/// @param address of the client
/// @param node on which the client is; empty outside of the cluster
/// @param pod whose network namespace it is; empty for a node's, and outside of the cluster
public record Origin(String address, String node, Optional<PodName> pod) {
  /// A pod as the network knows it.
  public record PodName(String namespace, String name) {}

  public static Origin outside(String address) {
    return new Origin(address, "", Optional.empty());
  }
}
