package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import dev.podium.network.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/// `agnhost port-forward-tester`: takes one connection, checks what comes and sends what it is told
/// (upstream's portforwardtester.go).
final class PortForwardTester {
  private static final Duration FAREWELL = Duration.ofMillis(500);
  private static final int LARGEST = 16 << 20;

  private final Agnhost host;
  private final Daemon daemon;

  /// Ends the process with a code.
  private static final class Failed extends IOException {
    private static final long serialVersionUID = 1;
    private final int code;

    Failed(int code, String text) {
      super(text);
      this.code = code;
    }
  }

  PortForwardTester(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
  }

  void start() throws IOException {
    String bound = daemon.env("BIND_ADDRESS", "localhost");
    boolean loopback = bound.equals("localhost") || bound.startsWith("127.");
    AtomicBoolean taken = new AtomicBoolean();
    host.self()
        .network()
        .listen(
            Daemon.port(daemon.env("BIND_PORT", ""), 0),
            loopback,
            connection -> {
              if (taken.compareAndSet(false, true)) {
                serve(connection);
              }
            });
  }

  private void serve(Connection connection) throws InterruptedException {
    int code = 0;
    try {
      daemon.out("Accepted client connection");
      expect(connection);
      send(connection);
      daemon.out("Shutting down connection");
      connection.shutdownOutput();
      host.self().sleep(FAREWELL);
      connection.close();
      daemon.out("Done");
    } catch (Failed e) {
      daemon.out(String.valueOf(e.getMessage()));
      code = e.code;
    } catch (IOException e) {
      daemon.out("Write err: " + e.getMessage());
      code = 4;
    }
    host.self().exit(code);
  }

  private void expect(Connection connection) throws IOException {
    String expected = daemon.env("EXPECTED_CLIENT_DATA", "");
    if (expected.isEmpty()) {
      return;
    }
    byte[] wanted = expected.getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[wanted.length];
    int read = Math.max(0, connection.in().read(buffer));
    if (read != wanted.length) {
      throw new Failed(
          2,
          "Expected to read %d bytes from client, but got %d instead. err=%s"
              .formatted(wanted.length, read, read == 0 ? "EOF" : "<nil>"));
    }
    if (!Arrays.equals(wanted, buffer)) {
      throw new Failed(
          3,
          "Expect to read \"%s\", but got \"%s\". err=<nil>"
              .formatted(expected, new String(buffer, StandardCharsets.UTF_8)));
    }
    daemon.out("Received expected client data");
  }

  private int number(String name) throws Failed {
    String text = daemon.env(name, "");
    if (!text.matches("\\d{1,9}")) {
      throw new Failed(
          1,
          "Error parsing %s \"%s\": strconv.Atoi: parsing \"%s\": invalid syntax"
              .formatted(name, text, text));
    }
    return Integer.parseInt(text);
  }

  private void send(Connection connection) throws IOException, InterruptedException {
    int chunks = number("CHUNKS");
    byte[] chunk = new byte[Math.min(LARGEST, number("CHUNK_SIZE"))];
    Duration pause = Duration.ofMillis(number("CHUNK_INTERVAL"));
    Arrays.fill(chunk, (byte) 'x');
    for (int i = 0; i < chunks; i++) {
      connection.out().write(chunk);
      connection.out().flush();
      if (i + 1 < chunks) {
        host.self().sleep(pause);
      }
    }
  }
}
