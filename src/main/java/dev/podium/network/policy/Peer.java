package dev.podium.network.policy;

import dev.podium.object.ApiObject;
import java.util.Map;
import java.util.Optional;

/// One side of a connection, as policies see it.
///
/// @param namespace empty for what is no pod
record Peer(
    String address,
    String namespace,
    Map<String, String> labels,
    Map<String, String> namespaceLabels,
    Optional<ApiObject> pod) {
  static Peer outside(String address) {
    return new Peer(address, "", Map.of(), Map.of(), Optional.empty());
  }

  boolean isPod() {
    return !namespace.isEmpty();
  }
}
