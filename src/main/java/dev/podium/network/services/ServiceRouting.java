package dev.podium.network.services;

import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.Endpoint;
import dev.podium.network.Origin;
import dev.podium.network.Route;
import dev.podium.network.Routing;
import dev.podium.network.Transport;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.runtime.Key;
import dev.podium.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The tables by which connections find their way; [ServiceRules] and [NodeRules] write them.
///
/// A connection costs a look-up by address and port, however many Services there are. Safe for use
/// by any thread: each entry is replaced as a whole.
public final class ServiceRouting implements Routing {
  /// By which kind of address a Service is reached.
  enum Kind {
    CLUSTER_IP,
    EXTERNAL_IP,
    LOAD_BALANCER
  }

  record Socket(Transport transport, Endpoint endpoint) {}

  /// A port of a node that leads into a pod.
  ///
  /// @param address of the node, or 127.0.0.1; empty for all of them
  record HostPort(String node, String address, Transport transport, int port) {}

  record PortNumber(Transport transport, int number) {}

  /// An address of a Service's port.
  record Front(Key service, Kind kind, Balancer balancer) {}

  /// A port on all nodes.
  record NodePort(Key service, Balancer balancer) {}

  /// What is known of a node.
  record Node(String name, String address, String zone, boolean off) {}

  private final Clock clock;
  private final RandomGenerator random;
  private final Cidr services;
  private final Map<Socket, Front> fronts = new ConcurrentHashMap<>();
  private final Map<PortNumber, NodePort> nodePorts = new ConcurrentHashMap<>();
  private final Map<Integer, HealthCheck> healthPorts = new ConcurrentHashMap<>();
  private final Map<String, Node> nodesByAddress = new ConcurrentHashMap<>();
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final Map<HostPort, Endpoint> hostPorts = new ConcurrentHashMap<>();

  /// @param random safe for use by any thread
  /// @param services the range of the cluster addresses
  public ServiceRouting(Clock clock, RandomGenerator random, Cidr services) {
    this.clock = clock;
    this.random = random;
    this.services = services;
  }

  Map<Socket, Front> fronts() {
    return fronts;
  }

  Map<PortNumber, NodePort> nodePorts() {
    return nodePorts;
  }

  Map<Integer, HealthCheck> healthPorts() {
    return healthPorts;
  }

  Map<String, Node> nodesByAddress() {
    return nodesByAddress;
  }

  Map<String, Node> nodes() {
    return nodes;
  }

  Map<HostPort, Endpoint> hostPorts() {
    return hostPorts;
  }

  @Override
  public boolean isOff(String name) {
    Node node = nodes.get(name);
    return node != null && node.off();
  }

  @Override
  public Route route(Origin origin, Transport transport, Endpoint dialled) {
    Front front = fronts.get(new Socket(transport, dialled));
    if (front != null) {
      return route(origin, front);
    }
    if (dialled.isLoopback()) {
      return routeWithin(origin, transport, dialled);
    }
    Node node = nodesByAddress.get(dialled.address());
    return node == null
        ? new Route.Deliver(dialled, origin.address())
        : route(origin, node, transport, dialled);
  }

  private Route route(Origin origin, Front front) {
    Balancer balancer = front.balancer();
    if (front.kind() == Kind.LOAD_BALANCER && !balancer.admits(origin.address())) {
      return Route.dropped();
    }
    if (balancer.isEmpty()) {
      return Route.refused();
    }
    boolean within = !origin.node().isEmpty();
    if (front.kind() == Kind.CLUSTER_IP) {
      return balance(
          origin,
          balancer,
          balancer.internalLocal() ? balancer.localTo(origin.node()) : near(origin, balancer),
          origin.address());
    }
    // What comes from outside has been sent to a node that has an endpoint, where that matters.
    boolean kept = within || balancer.externalLocal();
    return balance(
        origin,
        balancer,
        within ? near(origin, balancer) : balancer.usable(),
        kept ? origin.address() : anyNode().orElse(origin.address()));
  }

  /// From a node to itself.
  private Route routeWithin(Origin origin, Transport transport, Endpoint dialled) {
    Optional<Endpoint> pod = hostPort(origin.node(), transport, dialled);
    if (pod.isPresent()) {
      return new Route.Deliver(pod.get(), origin.address());
    }
    NodePort nodePort = nodePorts.get(new PortNumber(transport, dialled.port()));
    Node node = nodes.get(origin.node());
    return nodePort == null || node == null
        ? Route.refused()
        : route(origin, node, nodePort.balancer());
  }

  private Optional<Endpoint> hostPort(String node, Transport transport, Endpoint dialled) {
    return Stream.of(dialled.address(), "")
        .map(address -> new HostPort(node, address, transport, dialled.port()))
        .flatMap(port -> Optional.ofNullable(hostPorts.get(port)).stream())
        .findFirst();
  }

  private Route route(Origin origin, Node node, Transport transport, Endpoint dialled) {
    if (node.off()) {
      return Route.dropped();
    }
    Optional<Endpoint> pod = hostPort(node.name(), transport, dialled);
    if (pod.isPresent()) {
      return new Route.Deliver(pod.get(), origin.address());
    }
    int port = dialled.port();
    NodePort nodePort = nodePorts.get(new PortNumber(transport, port));
    if (nodePort != null) {
      return route(origin, node, nodePort.balancer());
    }
    HealthCheck health = healthPorts.get(port);
    return health == null || transport == Transport.UDP
        ? new Route.Deliver(new Endpoint(node.address(), port), origin.address())
        : new Route.Serve(health.on(node.name()));
  }

  private Route route(Origin origin, Node node, Balancer balancer) {
    if (balancer.isEmpty()) {
      return Route.refused();
    }
    boolean local = balancer.externalLocal() && !origin.node().equals(node.name());
    return balance(
        origin,
        balancer,
        local ? balancer.localTo(node.name()) : balancer.nearTo(node.name(), node.zone()),
        local ? origin.address() : node.address());
  }

  private List<Backend> near(Origin origin, Balancer balancer) {
    Node node = nodes.get(origin.node());
    return balancer.nearTo(origin.node(), node == null ? "" : node.zone());
  }

  private Route balance(Origin origin, Balancer balancer, List<Backend> from, String source) {
    if (from.isEmpty()) {
      return Route.dropped();
    }
    Backend picked = balancer.pick(from, origin.address(), clock.now(), random);
    return isOff(picked.node()) ? Route.dropped() : new Route.Deliver(picked.endpoint(), source);
  }

  private Optional<String> anyNode() {
    return nodes.values().stream().map(Node::address).sorted().findFirst();
  }

  /// A node by which a node port reaches a pod from outside: any, or one that has an endpoint where
  /// only those answer.
  ///
  /// @return its address
  public Optional<String> entrance(int nodePort) {
    NodePort found = nodePorts.get(new PortNumber(Transport.TCP, nodePort));
    if (found != null && found.balancer().externalLocal()) {
      List<String> having =
          found.balancer().usable().stream()
              .map(backend -> nodes.get(backend.node()))
              .filter(Objects::nonNull)
              .map(Node::address)
              .toList();
      if (!having.isEmpty()) {
        return Optional.of(having.get(random.nextInt(having.size())));
      }
    }
    return anyNode();
  }

  @Override
  public Reason absent(String address) {
    Optional<IpAddress> parsed = IpAddress.parse(address);
    if (parsed.filter(services::contains).isPresent()) {
      return Reason.TIMED_OUT;
    }
    boolean within =
        parsed.filter(IpAddress::isIpv4).isPresent()
            && (address.startsWith("10.") || address.startsWith("172.18."));
    return within ? Reason.NO_ROUTE : Reason.UNREACHABLE;
  }
}
