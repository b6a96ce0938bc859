package dev.podium.network.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.client.Kinds;
import dev.podium.network.SimulatedNetwork;
import dev.podium.object.ApiObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodePortsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final SimulatedNetwork net = new SimulatedNetwork();
  private final NodePorts ports =
      NodePorts.register(
          net.cluster.loops(),
          net.cluster.user(),
          net.cluster.clock(),
          net.network,
          net.routing,
          LOOPBACK);

  @BeforeEach
  void aPod() throws Exception {
    net.pod("a", "worker-1", "10.244.1.2", "{app: web}");
  }

  @AfterEach
  void end() {
    ports.close();
    net.close();
  }

  /// One of the range that is free on this machine, and taken until the socket is closed.
  private static ServerSocket free() throws IOException {
    for (int port = 32_767; port > 30_000; port--) {
      try {
        return new ServerSocket(port, 1, LOOPBACK);
      } catch (IOException _) {
        // Somebody else's.
      }
    }
    throw new IOException("no port is free");
  }

  private void service(int port) {
    net.service(
        """
        metadata: {name: web}
        spec: {type: NodePort, externalTrafficPolicy: Local, selector: {app: web},
               ports: [{port: 80, nodePort: %d}]}
        """
            .formatted(port));
    net.endpoints(
        "default",
        "web",
        "[{name: '', port: 8080, protocol: TCP}]",
        "{addresses: [10.244.1.2], nodeName: worker-1}");
  }

  private static String ask(int port) throws IOException {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void theHostIsOneClientAndReachesAPodThroughANodePort() throws Exception {
    int port;
    try (ServerSocket found = free()) {
      port = found.getLocalPort();
    }
    service(port);
    assertThat(ask(port)).isEqualTo("a 172.18.0.1");
    net.cluster.delete(Kinds.SERVICE, "web");
    net.cluster.settle();
    assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortWithoutEndpointsRefuses() throws Exception {
    int port;
    try (ServerSocket found = free()) {
      port = found.getLocalPort();
    }
    service(port);
    assertThat(ask(port)).isEqualTo("a 172.18.0.1");
    net.cluster
        .list(Kinds.ENDPOINT_SLICE)
        .forEach(slice -> net.cluster.delete(Kinds.ENDPOINT_SLICE, slice.name()));
    net.cluster.settle();
    assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortThatIsTakenIsToldOfAndTriedAgain() throws Exception {
    int port;
    try (ServerSocket taken = free()) {
      port = taken.getLocalPort();
      service(port);
      assertThat(net.cluster.list(Kinds.EVENT))
          .extracting(ApiObject::root)
          .extracting(event -> event.string("reason"))
          .containsExactly("NodePortNotListening");
    }
    net.cluster.advance(Duration.ofSeconds(31));
    assertThat(ask(port)).isEqualTo("a 172.18.0.1");
  }

  @Test
  void theGateLeadsToTheApiServerAsItIs() throws Exception {
    try (ServerSocket api = new ServerSocket(0, 1, LOOPBACK)) {
      Thread server =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket socket = api.accept()) {
                  socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      var node = net.network.node("worker-1", "172.18.0.3");
      node.listen(6443, false, new ApiServerGate(LOOPBACK, api.getLocalPort()));
      try (var connection = node.connect("172.18.0.3", 6443, Duration.ofSeconds(1))) {
        connection.out().write("hello".getBytes(UTF_8));
        connection.shutdownOutput();
        assertThat(connection.in().readAllBytes()).isEqualTo("hello".getBytes(UTF_8));
      }
      server.join();
    }
  }
}
