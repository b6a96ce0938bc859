package dev.podium.network.host;

import dev.podium.network.Connection;
import dev.podium.network.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// Lets the simulated network reach Podium's own API, and nothing else of the host: bytes pass as
/// they are, so that TLS is between the client and the API.
public final class ApiServerGate implements Server {
  private final InetAddress address;
  private final int port;

  /// @param address that the listener for kubectl is bound to
  public ApiServerGate(InetAddress address, int port) {
    this.address = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    this.port = port;
  }

  @Override
  public void serve(Connection connection) throws IOException, InterruptedException {
    try (Socket socket = new Socket(address, port)) {
      socket.setTcpNoDelay(true);
      Pump.run(socket, connection);
    }
  }
}
