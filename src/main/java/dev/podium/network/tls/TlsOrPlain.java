package dev.podium.network.tls;

import dev.podium.network.Connection;
import dev.podium.network.Peeked;
import dev.podium.network.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;

/// Serves a client within TLS where its first byte asks for that, else in plain text: for a server
/// of whom nobody knows which of the two it is.
///
/// @param within who answers, either way
public record TlsOrPlain(Server within) implements Server {
  /// With which a TLS handshake begins (RFC 8446, 5.1).
  private static final int HANDSHAKE = 22;

  /// Of the certificate, before any clock that a client may have.
  private static final Instant BEGINNING = Instant.EPOCH.plus(20_000, ChronoUnit.DAYS);

  /// Made when the first client wants it.
  private static final class Own {
    static final SSLContext CONTEXT = make();

    private static SSLContext make() {
      try {
        return PemIdentity.selfSigned(
                "O=Podium", List.of("localhost", "127.0.0.1"), Duration.ofDays(3650), BEGINNING)
            .context();
      } catch (IOException e) {
        throw new IllegalStateException("what was just made can be used", e);
      }
    }
  }

  @Override
  public boolean isConstant() {
    return within.isConstant();
  }

  @Override
  public void serve(Connection connection) throws IOException, InterruptedException {
    Peeked whole = new Peeked(connection, 1);
    byte[] first = whole.peek(1);
    if (first.length == 0) {
      return;
    }
    if (first[0] != HANDSHAKE) {
      within.serve(whole);
      return;
    }
    try (Connection secure = TlsConnection.server(whole, Own.CONTEXT)) {
      within.serve(secure);
    }
  }
}
