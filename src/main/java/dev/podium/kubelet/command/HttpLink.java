package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpWire;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import dev.podium.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/// A connection over the simulated network, to speak HTTP on, and the time that this may take.
final class HttpLink implements AutoCloseable {
  private final Cli cli;
  private final Connection connection;
  private Optional<Clock.Timer> timer = Optional.empty();
  private HttpWire wire;
  private volatile boolean late;

  private HttpLink(Cli cli, Connection connection) {
    this.cli = cli;
    this.connection = connection;
    this.wire = new HttpWire(connection.in(), connection.out());
  }

  static HttpLink connect(Cli cli, String address, int port, Duration patience)
      throws ConnectFailure, InterruptedException {
    return new HttpLink(cli, cli.self().network().connect(address, port, patience));
  }

  /// Has it closed when its time is over, which ends whatever goes on then. A new limit takes the
  /// place of an old one.
  void limit(Duration most) {
    unlimited();
    timer =
        Optional.of(
            cli.self()
                .clock()
                .schedule(
                    most,
                    () ->
                        Thread.ofVirtual()
                            .name(cli.name() + " out of time")
                            .start(() -> {
                              late = true;
                              connection.close();
                            })));
  }

  void unlimited() {
    timer.ifPresent(Clock.Timer::cancel);
    timer = Optional.empty();
  }

  /// Whether its time was over.
  boolean late() {
    return late;
  }

  /// Goes on within TLS.
  TlsConnection secure(String host, PemIdentity identity) throws IOException, InterruptedException {
    try {
      TlsConnection secure = Tls.client(connection, host, identity);
      wire = new HttpWire(secure.in(), secure.out());
      return secure;
    } catch (InterruptedIOException _) {
      throw new InterruptedException();
    }
  }

  HttpResponse ask(HttpRequest request) throws IOException, InterruptedException {
    try {
      try {
        wire.write(request);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException _) {
        // What the server said before it went tells more than that it has gone.
      }
      return wire.readResponse(request.method());
    } catch (InterruptedIOException _) {
      throw new InterruptedException();
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    unlimited();
    connection.close();
  }
}
