package dev.podium.network.host;

import dev.podium.network.Connection;
import dev.podium.network.Network;
import dev.podium.network.services.ServiceRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One node port, listened on by the host.
final class NodePortListener implements AutoCloseable {
  /// Who the host itself is, to those in the cluster: a gateway on the network of the nodes.
  private static final String HOST = "172.18.0.1";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BACKLOG = 512;

  private final Network network;
  private final ServiceRouting routing;
  private final int port;
  private final ServerSocket listener = new ServerSocket();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /// @throws IOException where the port is taken
  NodePortListener(Network network, ServiceRouting routing, InetAddress bind, int port)
      throws IOException {
    this.network = network;
    this.routing = routing;
    this.port = port;
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(bind, port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    this.thread = Thread.ofVirtual().name("node port " + port).start(this::accept);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().name("through node port " + port).start(() -> serve(socket));
      } catch (IOException _) {
        // Closed, or the client has gone already.
      }
    }
  }

  private void serve(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      Optional<String> node = routing.entrance(port);
      if (node.isEmpty()) {
        refuse(socket);
        return;
      }
      Connection connection = network.outside(client(socket)).connect(node.get(), port, PATIENCE);
      Pump.run(socket, connection);
    } catch (IOException _) {
      refuse(socket);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Pump.close(socket);
      open.remove(socket);
    }
  }

  private static String client(Socket socket) {
    InetAddress remote = socket.getInetAddress();
    return remote.isLoopbackAddress() ? HOST : remote.getHostAddress();
  }

  /// It is too late to refuse a connection that the host has taken; a reset comes next to it.
  private static void refuse(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // Then it just ends.
    }
    Pump.close(socket);
  }

  /// Takes no more connections; those that are open go on. Once it returns, the host refuses: the
  /// socket lasts as long as a virtual thread accepts on it.
  void stopListening() {
    try {
      listener.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopListening();
    open.forEach(NodePortListener::refuse);
  }
}
