package dev.podium;

import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import dev.podium.webhooks.ServiceDialer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Connections of the API server to Services.
///
/// Nothing in the simulated network answers HTTPS, so only a Service that names this machine
/// (`externalName: localhost`) leads anywhere; all others refuse as one without endpoints does.
record ClusterServices(Store store) implements ServiceDialer {
  private static final GroupResource SERVICES = new GroupResource("", "services");

  @Override
  public Socket connect(String namespace, String name, int port) throws IOException {
    ApiObject service =
        store
            .get(new ObjectKey(SERVICES, namespace, name))
            .orElseThrow(() -> new IOException("service " + GoText.quote(name) + " not found"));
    if (!service.spec().string("externalName").equals("localhost")) {
      throw new ConnectException("connection refused");
    }
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }
}
