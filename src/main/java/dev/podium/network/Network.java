package dev.podium.network;

import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.Origin.PodName;
import dev.podium.time.Clock;
import dev.podium.time.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All network namespaces of the simulated cluster and the ways between them.
///
/// A pod's namespace is made when the pod gets its address and ends with it; pods on the network of
/// their host use the node's. Connections are made within the process: nothing here opens a socket.
/// Safe for use by any thread.
public final class Network implements AutoCloseable {
  /// How long Linux looks for a neighbour that is not there.
  private static final Duration NEIGHBOUR_SEARCH = Duration.ofSeconds(3);

  private final Clock clock;
  private final Routing routing;
  private final Firewall firewall;
  private final NameService names;
  private final Map<String, Stack> stacks = new ConcurrentHashMap<>();
  private final Map<String, Stack> nodes = new ConcurrentHashMap<>();
  private final Workers servers = new Workers();

  public Network(Clock clock, Routing routing, Firewall firewall, NameService names) {
    this.clock = clock;
    this.routing = routing;
    this.firewall = firewall;
    this.names = names;
  }

  /// One that knows no Services, policies or names.
  public static Network plain(Clock clock) {
    return new Network(clock, Routing.DIRECT, Firewall.OPEN, NameService.NONE);
  }

  /// The network namespace of a pod, which begins with its address.
  ///
  /// @param address that no other pod has
  /// @param node where the pod is
  public NetworkStack attach(String address, String namespace, String pod, String node) {
    Origin origin = new Origin(address, node, Optional.of(new PodName(namespace, pod)));
    Stack made = new Stack(this, origin);
    Stack before = stacks.put(address, made);
    if (before != null) {
      before.close();
    }
    return made;
  }

  /// Ends a pod's network namespace: what listens is closed, what is connected reset.
  public void detach(String address) {
    Stack stack = stacks.get(address);
    if (stack != null && stack.origin().pod().isPresent() && stacks.remove(address, stack)) {
      stack.close();
    }
  }

  /// The network namespace of a node, which all of its pods with `hostNetwork` share.
  public NetworkStack node(String name, String address) {
    return nodes.computeIfAbsent(
        name,
        _ -> {
          Stack made = new Stack(this, new Origin(address, name, Optional.empty()));
          stacks.put(address, made);
          return made;
        });
  }

  /// The network namespace behind an address.
  public Optional<NetworkStack> find(String address) {
    return Optional.ofNullable(stacks.get(address));
  }

  /// A place outside of the cluster, from which connections come in.
  public NetworkStack outside(String address) {
    return new Stack(this, Origin.outside(address));
  }

  /// Whether everybody who looks after a connection waits for the other end, or for time to pass.
  public boolean isQuiet() {
    return servers.isQuiet();
  }

  /// Runs who looks after a connection.
  void serve(String name, Runnable work) {
    servers.thread(name, work).start();
  }

  NameService names() {
    return names;
  }

  /// A pod's namespace as its own node reaches it: directly, and whatever policies say.
  Optional<Stack> neighbour(Stack node, String address) {
    return Optional.ofNullable(stacks.get(address))
        .filter(_ -> node.isNode())
        .filter(stack -> stack.origin().node().equals(node.origin().node()));
  }

  boolean isUp(String address) {
    return stacks.containsKey(address);
  }

  Connection connect(Stack client, Endpoint dialled, Duration timeout)
      throws ConnectFailure, InterruptedException {
    return switch (routing.route(client.origin(), Transport.TCP, dialled)) {
      case Route.Deliver(Endpoint destination, String source) ->
          deliver(client, dialled, destination, source, timeout);
      case Route.Serve(Server server) ->
          client.serve(client, dialled, dialled, client.origin().address(), server, null);
      case Route.Fail(Reason reason) -> throw fail(reason, timeout);
    };
  }

  private Connection deliver(
      Stack client, Endpoint dialled, Endpoint destination, String source, Duration timeout)
      throws ConnectFailure, InterruptedException {
    return reach(client, Transport.TCP, destination, source, timeout)
        .accept(client, dialled, destination, source, false);
  }

  private Stack reach(
      Stack client, Transport transport, Endpoint destination, String source, Duration timeout)
      throws ConnectFailure, InterruptedException {
    Stack server = stacks.get(destination.address());
    if (destination.isLoopback()) {
      throw fail(Reason.REFUSED, timeout);
    }
    if (server == null) {
      throw fail(routing.absent(destination.address()), timeout);
    }
    if (isCutOff(client.origin().node(), server.origin().node())) {
      throw fail(Reason.TIMED_OUT, timeout);
    }
    var passage =
        new Firewall.Passage(client.origin(), source, server.pod(), destination, transport.name());
    if (server != client && !firewall.permits(passage)) {
      throw fail(Reason.TIMED_OUT, timeout);
    }
    return server;
  }

  private boolean isCutOff(String from, String to) {
    return !from.equals(to) && (routing.isOff(from) || routing.isOff(to));
  }

  Optional<byte[]> ask(Stack client, Endpoint dialled, byte[] datagram, Duration timeout)
      throws ConnectFailure, InterruptedException {
    Optional<byte[]> answer =
        switch (routing.route(client.origin(), Transport.UDP, dialled)) {
          case Route.Deliver(Endpoint destination, String source) ->
              reach(client, Transport.UDP, destination, source, timeout)
                  .answer(client, destination.port(), source, datagram);
          case Route.Serve(Server _) -> throw fail(Reason.REFUSED, timeout);
          case Route.Fail(Reason reason) -> throw fail(reason, timeout);
        };
    if (answer.isEmpty()) {
      clock.sleep(timeout);
    }
    return answer;
  }

  /// Fails, when one would know.
  private ConnectFailure fail(Reason reason, Duration timeout) throws InterruptedException {
    switch (reason) {
      case TIMED_OUT -> clock.sleep(timeout);
      case NO_ROUTE -> {
        if (timeout.compareTo(NEIGHBOUR_SEARCH) < 0) {
          clock.sleep(timeout);
          return new ConnectFailure(Reason.TIMED_OUT);
        }
        clock.sleep(NEIGHBOUR_SEARCH);
      }
      case REFUSED, UNREACHABLE, UNKNOWN_HOST -> {}
    }
    return new ConnectFailure(reason);
  }

  @Override
  public void close() {
    stacks.values().forEach(Stack::close);
    stacks.clear();
    nodes.clear();
  }
}
