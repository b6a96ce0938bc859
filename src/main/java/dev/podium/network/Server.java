package dev.podium.network;

import java.io.IOException;

/// What a listening program does with a connection.
@FunctionalInterface
public interface Server {
  /// Called on a virtual thread of its own for each connection, which is closed when it returns.
  void serve(Connection connection) throws IOException, InterruptedException;

  /// Whether the same question always gets the same answer, and nobody sees that it was asked.
  default boolean isConstant() {
    return false;
  }
}
