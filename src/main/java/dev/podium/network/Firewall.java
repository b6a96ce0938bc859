package dev.podium.network;

import java.util.Optional;

/// Says which connections between pods may be.
@FunctionalInterface
public interface Firewall {
  Firewall OPEN = (_, _, _) -> true;

  /// @param from the client, with the address that the other side sees
  /// @param to the pod that is connected to; empty where it is none
  /// @param destination where the connection ends, after translation of Services' addresses
  boolean permits(Origin from, Optional<Origin> to, Destination destination);

  /// @param protocol `TCP` or `UDP`
  record Destination(Endpoint endpoint, String protocol) {}
}
