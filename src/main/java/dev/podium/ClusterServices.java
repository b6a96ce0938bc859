package dev.podium;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Endpoint;
import dev.podium.network.Network;
import dev.podium.network.tls.ConnectionSocket;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.webhooks.ServiceDialer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/// Connections of the API server to Services: from its node through the simulated network to their
/// cluster addresses, and to this machine where a Service names it (`externalName: localhost`).
///
/// Upstream: ResolveCluster in pkg/util/proxy (kube-apiserver without aggregator routing).
///
/// @param network which is made after whoever asks for connections
record ClusterServices(Store store, Supplier<Network> network) implements ServiceDialer {
  private static final GroupResource SERVICES = new GroupResource("", "services");
  private static final int HTTPS = 443;

  /// As long as the API server's dialer waits at most; webhooks have less.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Socket connect(String namespace, String name, int port) throws IOException {
    ApiObject service =
        store
            .get(new ObjectKey(SERVICES, namespace, name))
            .orElseThrow(() -> new IOException("service " + GoText.quote(name) + " not found"));
    JsonObject spec = service.spec();
    if (spec.string("type").equals("ExternalName")) {
      return external(spec.string("externalName"), port);
    }
    String address = spec.string("clusterIP");
    if (address.equals("None")) {
      throw new IOException("cannot route to service with ClusterIP \"None\"");
    }
    if (spec.objects("ports").stream().noneMatch(p -> p.findLong("port").orElse(0L) == port)) {
      throw new IOException("no service port " + port + " found for service " + GoText.quote(name));
    }
    return dial(new Endpoint(address, port));
  }

  private Socket dial(Endpoint endpoint) throws IOException {
    try {
      return new ConnectionSocket(
          network
              .get()
              .node(ClusterConfiguration.CONTROL_PLANE, ClusterConfiguration.CONTROL_PLANE_ADDRESS)
              .connect(endpoint.address(), endpoint.port(), PATIENCE));
    } catch (ConnectFailure e) {
      if (e.reason() == ConnectFailure.Reason.TIMED_OUT) {
        throw new IOException("context deadline exceeded", e);
      }
      String why = e.reason().text().toLowerCase(Locale.ROOT);
      throw new IOException("dial tcp " + endpoint + ": connect: " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException canceled = new InterruptedIOException("context canceled");
      canceled.initCause(e);
      throw canceled;
    }
  }

  private static Socket external(String host, int port) throws IOException {
    if (!host.equals("localhost")) {
      throw new IOException(
          "Podium connects to services on this machine only, and %s is none".formatted(host));
    }
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port == 0 ? HTTPS : port));
    return socket;
  }
}
