package dev.podium.webhooks;

import java.io.IOException;
import java.net.Socket;

/// How connections to services of the cluster come about.
@FunctionalInterface
public interface ServiceDialer {
  /// @throws IOException in the words of a dialer, such as `service "x" not found`
  Socket connect(String namespace, String name, int port) throws IOException;
}
