package dev.podium.web.streams;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.ContainerRuntime.RuntimeFailure;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.object.ApiObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One connection to a port of a pod, carried to a client by a pair of streams: its bytes, and what
/// went wrong.
///
/// The words are containerd's (internal/cri/server/sandbox_portforward_linux.go) within those of
/// the kubelet's streaming server (cri/streaming/portforward/httpstream.go).
record PortForward(ContainerRuntime runtime, ApiObject pod) {

  /// Carries until the pod's side ends. Closes neither stream of the client.
  ///
  /// @return what went wrong
  Optional<String> carry(int port, InputStream in, OutputStream out) throws InterruptedException {
    try (Connection connection = runtime.connect(pod.namespace(), pod.name(), port)) {
      Thread.ofVirtual().name("forward").start(() -> send(in, connection));
      connection.in().transferTo(new Flushing(out));
      return Optional.empty();
    } catch (ConnectFailure e) {
      return Optional.of(failure(port, refused(port, e)));
    } catch (RuntimeFailure _) {
      // The pod was there when the client came.
      return Optional.of(
          failure(port, "network namespace for sandbox \"" + sandbox() + "\" is closed"));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void send(InputStream in, Connection connection) {
    byte[] buffer = new byte[16 << 10];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        connection.out().write(buffer, 0, count);
        connection.out().flush();
      }
      connection.shutdownOutput();
    } catch (IOException _) {
      // The pod's side is gone, which the other direction notices too.
    }
  }

  private String failure(int port, String why) {
    return "error forwarding port %d to pod %s, uid : %s".formatted(port, sandbox(), why);
  }

  private String refused(int port, ConnectFailure e) {
    String why = e.reason().text().toLowerCase(java.util.Locale.ROOT);
    return ("failed to execute portforward in network namespace \"/var/run/netns/cni-%s\": failed to"
            + " connect to localhost:%d inside namespace \"%s\", IPv4: dial tcp4 127.0.0.1:%d:"
            + " connect: %s IPv6 dial tcp6 [::1]:%d: connect: %s ")
        .formatted(pod.uid(), port, sandbox(), port, why, port, why);
  }

  /// An id of the sandbox, as a runtime would have one.
  private String sandbox() {
    String hex = pod.uid().replace("-", "");
    return hex + hex;
  }

  /// What is wrong, as bytes for the client's error stream.
  static byte[] text(String failure) {
    return failure.getBytes(StandardCharsets.UTF_8);
  }

  /// Sends each piece off at once.
  private static final class Flushing extends OutputStream {
    private final OutputStream out;

    Flushing(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      out.flush();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      out.flush();
    }
  }
}
