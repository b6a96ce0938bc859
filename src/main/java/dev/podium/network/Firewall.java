package dev.podium.network;

import java.util.Optional;

/// Says which connections between pods may be.
@FunctionalInterface
public interface Firewall {
  Firewall OPEN = _ -> true;

  boolean permits(Passage passage);

  /// A connection, or a question to a name server, when the addresses of Services have been
  /// translated.
  ///
  /// @param from who asks
  /// @param source the address that the other side sees, which may be a node's
  /// @param to the pod that is asked; empty where it is none
  /// @param protocol `TCP` or `UDP`
  record Passage(
      Origin from, String source, Optional<Origin> to, Endpoint destination, String protocol) {}
}
