package dev.podium.network;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One network namespace: a pod's, which all of its containers share, or a node's. Safe for use by
/// any thread.
public interface NetworkStack {
  /// Its addresses, the first one first; without those of loopback.
  List<String> addresses();

  /// Listens on all of its addresses, or on loopback alone.
  ///
  /// @param port 0 for any free one
  /// @throws IOException "Address already in use"
  Listener listen(int port, boolean loopbackOnly, Server server) throws IOException;

  /// Connects to an address (not a name): of a pod, a Service, a node, a load balancer, of
  /// loopback, or of the API server.
  ///
  /// @param timeout how long to wait for an address that swallows what it is sent
  Connection connect(String address, int port, Duration timeout)
      throws ConnectFailure, InterruptedException;

  /// Whether who has asked the server at an address once need not ask again: a server that always
  /// gives the same answers, and listens here or on the node whose namespace this is.
  ///
  /// @return empty where it may answer otherwise the next time, or nobody listens
  Optional<Standing> standing(String address, int port);

  /// Answers datagrams on all of its addresses.
  ///
  /// @throws IOException "Address already in use"
  Listener bind(int port, DatagramServer server) throws IOException;

  /// Sends one datagram and waits for what comes back.
  ///
  /// @return empty where nothing did in time
  /// @throws ConnectFailure where somebody says that nobody listens there
  Optional<byte[]> ask(String address, int port, byte[] datagram, Duration timeout)
      throws ConnectFailure, InterruptedException;

  /// Whether the address answers an echo request.
  boolean answersPing(String address);

  /// The name server of the cluster, as seen from here.
  NameServer nameServer();

  /// The name server at some address, as seen from here; where there is none, its questions time
  /// out.
  NameServer nameServer(String address);

  /// What listens and what is connected, for `ss` and `netstat`.
  List<SocketState> sockets();

  /// @param state such as `LISTEN` or `ESTAB`; `UNCONN` for those that take datagrams
  record SocketState(String state, Endpoint local, Endpoint remote) {}
}
