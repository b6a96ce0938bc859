package dev.podium.network;

import dev.podium.network.ConnectFailure.Reason;

/// What becomes of a connection to some address.
public sealed interface Route {
  /// It goes to a pod or node.
  ///
  /// @param source who the server takes the client for
  record Deliver(Endpoint destination, String source) implements Route {}

  /// The network itself answers.
  record Serve(Server server) implements Route {}

  /// It fails.
  record Fail(Reason reason) implements Route {}

  static Route refused() {
    return new Fail(Reason.REFUSED);
  }

  /// Nothing comes back.
  static Route dropped() {
    return new Fail(Reason.TIMED_OUT);
  }
}
