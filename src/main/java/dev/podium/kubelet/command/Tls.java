package dev.podium.kubelet.command;

import dev.podium.network.Connection;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// TLS over a connection of the simulated network.
final class Tls {
  private Tls() {}

  /// Greets a server.
  static TlsConnection client(Connection connection, String host, PemIdentity identity)
      throws IOException {
    return TlsConnection.client(connection, identity.context(), host, !identity.anybody());
  }

  static Optional<String> text(Cli cli, String path) throws IOException {
    if (!cli.files().exists(path)) {
      return Optional.empty();
    }
    try (InputStreamReader reader =
        new InputStreamReader(cli.files().read(path), StandardCharsets.UTF_8)) {
      return Optional.of(reader.readAllAsString());
    }
  }
}
