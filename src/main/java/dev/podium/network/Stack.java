package dev.podium.network;

import dev.podium.network.ConnectFailure.Reason;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The network namespace of a pod or a node.
///
/// Needs no lock: its ports are taken and given back one by one.
final class Stack implements NetworkStack {
  private static final int FIRST_EPHEMERAL = 32_768;
  private static final int EPHEMERAL = 28_232;

  /// More at once than any simulated server is good for; further ones are refused.
  private static final int MAX_CONNECTIONS = 4096;

  private final Network network;
  private final Origin origin;
  private final Map<Integer, Port> ports = new ConcurrentSkipListMap<>();
  private final Map<Integer, DatagramServer> datagrams = new ConcurrentSkipListMap<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger ephemeral = new AtomicInteger();
  private volatile boolean closed;

  Stack(Network network, Origin origin) {
    this.network = network;
    this.origin = origin;
  }

  Origin origin() {
    return origin;
  }

  /// A port that is listened on, and who is being served.
  private final class Port implements Listener, Standing {
    private final int number;
    private final boolean loopbackOnly;
    private final Server server;
    private final Set<Link> served = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> dependants;

    Port(int number, boolean loopbackOnly, Server server) {
      this.number = number;
      this.loopbackOnly = loopbackOnly;
      this.server = server;
      this.dependants =
          server.isConstant()
              ? Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>(1)))
              : Set.of();
    }

    @Override
    public boolean holds() {
      return ports.get(number) == this;
    }

    @Override
    public void whenOver(Runnable told) {
      dependants.add(told);
      if (!holds()) {
        told.run();
      }
    }

    @Override
    public int port() {
      return number;
    }

    @Override
    public void close() {
      ports.remove(number, this);
      served.forEach(Link::reset);
      List.copyOf(dependants).forEach(Runnable::run);
    }
  }

  @Override
  public List<String> addresses() {
    return List.of(origin.address());
  }

  @Override
  public Listener listen(int port, boolean loopbackOnly, Server server) throws IOException {
    int wanted = port;
    for (int attempt = 0; attempt < EPHEMERAL; attempt++) {
      wanted = port == 0 ? nextEphemeral() : port;
      Port made = new Port(wanted, loopbackOnly, server);
      if (!closed && ports.putIfAbsent(wanted, made) == null) {
        return made;
      }
      if (port != 0) {
        break;
      }
    }
    throw new BindException("Address already in use");
  }

  private int nextEphemeral() {
    return FIRST_EPHEMERAL + Math.floorMod(ephemeral.getAndIncrement(), EPHEMERAL);
  }

  @Override
  public Connection connect(String address, int port, Duration timeout)
      throws ConnectFailure, InterruptedException {
    boolean loopback = isLoopback(address);
    if (loopback && (ports.containsKey(port) || !isNode())) {
      return acceptOwn(new Endpoint(address, port), true);
    }
    if (!loopback && address.equals(origin.address()) && isListening(port)) {
      return acceptOwn(new Endpoint(address, port), false);
    }
    return network.connect(this, new Endpoint(address, port), timeout);
  }

  @Override
  public Optional<Standing> standing(String address, int port) {
    boolean own = isLoopback(address) || address.equals(origin.address());
    Optional<Stack> server = own ? Optional.of(this) : network.neighbour(this, address);
    return server
        .flatMap(stack -> Optional.ofNullable(stack.ports.get(port)))
        .filter(found -> found.server.isConstant())
        .filter(found -> isLoopback(address) || !found.loopbackOnly)
        .map(found -> found);
  }

  /// Whether its host ports and node ports are reached over loopback, too.
  boolean isNode() {
    return origin.pod().isEmpty() && !origin.node().isEmpty();
  }

  static boolean isLoopback(String address) {
    return new Endpoint(address, 0).isLoopback();
  }

  private boolean isListening(int port) {
    Port found = ports.get(port);
    return found != null && !found.loopbackOnly;
  }

  private Connection acceptOwn(Endpoint destination, boolean loopback) throws ConnectFailure {
    return accept(this, destination, destination, destination.address(), loopback);
  }

  /// Takes a connection in, where something listens.
  ///
  /// @param client whose it is
  /// @param dialled what the client asked for, which translation may have changed
  /// @param source the client's address as it is seen here
  Connection accept(
      Stack client, Endpoint dialled, Endpoint destination, String source, boolean loopback)
      throws ConnectFailure {
    Port port = ports.get(destination.port());
    if (port == null || port.loopbackOnly && !loopback || links.size() >= MAX_CONNECTIONS) {
      throw new ConnectFailure(Reason.REFUSED);
    }
    return serve(client, dialled, destination, source, port.server, port);
  }

  /// Has a server look after a connection.
  Connection serve(
      Stack client,
      Endpoint dialled,
      Endpoint destination,
      String source,
      Server server,
      @Nullable Port port) {
    Pipe request = new Pipe();
    Pipe response = new Pipe();
    int number = client.nextEphemeral();
    Endpoint from =
        new Endpoint(isLoopback(source) ? "127.0.0.1" : client.origin.address(), number);
    Link near = new Link(client, response, request, from, dialled);
    Link far = new Link(this, request, response, destination, new Endpoint(source, number));
    if (port != null) {
      port.served.add(far);
    }
    network.serve(
        "connection to " + destination,
        () -> {
          try {
            server.serve(far);
          } catch (IOException _) {
            // Whoever is at the other end sees that it ends.
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            far.close();
            if (port != null) {
              port.served.remove(far);
            }
          }
        });
    return near;
  }

  void opened(Link link) {
    links.add(link);
  }

  void closed(Link link) {
    links.remove(link);
  }

  @Override
  public Listener bind(int port, DatagramServer server) throws IOException {
    if (closed || datagrams.putIfAbsent(port, server) != null) {
      throw new BindException("Address already in use");
    }
    return new Listener() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        datagrams.remove(port, server);
      }
    };
  }

  @Override
  public Optional<byte[]> ask(String address, int port, byte[] datagram, Duration timeout)
      throws ConnectFailure, InterruptedException {
    return isLoopback(address) && (datagrams.containsKey(port) || !isNode())
        ? answer(this, port, "127.0.0.1", datagram)
        : network.ask(this, new Endpoint(address, port), datagram, timeout);
  }

  /// @param source the client's address as it is seen here
  Optional<byte[]> answer(Stack client, int port, String source, byte[] datagram)
      throws ConnectFailure {
    DatagramServer server = datagrams.get(port);
    if (server == null) {
      throw new ConnectFailure(Reason.REFUSED);
    }
    try {
      return server.answer(datagram, new Endpoint(source, client.nextEphemeral()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public boolean answersPing(String address) {
    return isLoopback(address) || network.isUp(address);
  }

  @Override
  public NameServer nameServer() {
    return nameServer(network.names().address());
  }

  @Override
  public NameServer nameServer(String address) {
    return new NameServer() {
      @Override
      public Answer query(String name, RecordType type) throws ConnectFailure {
        return network.names().query(origin, address, name, type);
      }

      @Override
      public String address() {
        return address;
      }
    };
  }

  @Override
  public List<SocketState> sockets() {
    List<SocketState> all = new ArrayList<>();
    ports.forEach((number, port) ->
        all.add(
            new SocketState(
                "LISTEN",
                new Endpoint(port.loopbackOnly ? "127.0.0.1" : "0.0.0.0", number),
                new Endpoint("0.0.0.0", 0))));
    datagrams
        .keySet()
        .forEach(number ->
            all.add(
                new SocketState(
                    "UNCONN", new Endpoint("0.0.0.0", number), new Endpoint("0.0.0.0", 0))));
    links.forEach(link -> all.add(new SocketState("ESTAB", link.local(), link.remote())));
    return all;
  }

  /// For policies, which do not look at nodes.
  Optional<Origin> pod() {
    return origin.pod().map(_ -> origin);
  }

  /// Ends all that goes on here.
  void close() {
    closed = true;
    List.copyOf(ports.values()).forEach(Port::close);
    datagrams.clear();
    links.forEach(Link::reset);
  }
}
