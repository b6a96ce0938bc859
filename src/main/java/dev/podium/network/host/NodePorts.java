package dev.podium.network.host;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.network.Network;
import dev.podium.network.services.ServiceRouting;
import dev.podium.object.ApiObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Has the host listen on the node ports of all Services that have endpoints, so that they are
/// reached from outside of the process; those of others refuse. A port that somebody else has is
/// told of once, and tried again now and then.
public final class NodePorts implements Reconciler, AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Network network;
  private final ServiceRouting routing;
  private final InetAddress bind;
  private final Informer services;
  private final Function<String, List<ApiObject>> slicesOf;
  private final EventRecorder events;
  private final Map<Key, Map<Integer, NodePortListener>> listeners = new HashMap<>();
  private final Map<Key, Set<Integer>> reported = new HashMap<>();

  private NodePorts(
      ControlLoops loops,
      ApiClient client,
      Clock clock,
      Network network,
      ServiceRouting routing,
      InetAddress bind) {
    this.network = network;
    this.routing = routing;
    this.bind = bind;
    this.services = loops.informer(Kinds.SERVICE);
    this.slicesOf =
        loops
            .informer(Kinds.ENDPOINT_SLICE)
            .indexed(
                "service of node ports",
                slice -> serviceOf(slice).map(Key::toString).stream().toList());
    this.events = new EventRecorder(client, clock, "podium", "");
  }

  /// @param bind the address to listen on
  public static NodePorts register(
      ControlLoops loops,
      ApiClient client,
      Clock clock,
      Network network,
      ServiceRouting routing,
      InetAddress bind) {
    NodePorts ports = new NodePorts(loops, client, clock, network, routing, bind);
    loops
        .controller("node-ports", ports)
        .on(ports.services)
        .on(
            loops.informer(Kinds.ENDPOINT_SLICE),
            delta -> delta.states().flatMap(slice -> serviceOf(slice).stream()).distinct());
    return ports;
  }

  private static Optional<Key> serviceOf(ApiObject slice) {
    return Optional.ofNullable(slice.labels().get("kubernetes.io/service-name"))
        .map(name -> new Key(slice.namespace(), name));
  }

  @Override
  public Outcome reconcile(Key key) {
    Set<Integer> wanted = new TreeSet<>();
    services
        .find(key)
        .filter(_ -> slicesOf.apply(key.toString()).stream().anyMatch(NodePorts::isUsable))
        .ifPresent(service -> collect(service, wanted));
    Map<Integer, NodePortListener> open = listeners.computeIfAbsent(key, _ -> new HashMap<>());
    open.entrySet()
        .removeIf(entry -> {
          boolean over = !wanted.contains(entry.getKey());
          if (over) {
            entry.getValue().stopListening();
          }
          return over;
        });
    boolean complete = true;
    for (int port : wanted) {
      complete &= open.containsKey(port) || listen(key, open, port);
    }
    if (open.isEmpty() && wanted.isEmpty()) {
      listeners.remove(key);
      reported.remove(key);
    }
    return complete ? Outcome.DONE : Outcome.after(RETRY);
  }

  /// Ready endpoints are usable, and so are those that still serve while they end.
  private static boolean isUsable(ApiObject slice) {
    return slice.root().objects("endpoints").stream()
        .map(endpoint -> endpoint.object("conditions"))
        .anyMatch(is ->
            !is.has("ready") || is.bool("ready") || is.bool("serving") && is.bool("terminating"));
  }

  private static void collect(ApiObject service, Set<Integer> wanted) {
    service.spec().objects("ports").stream()
        .filter(port -> port.findString("protocol").orElse("TCP").equals("TCP"))
        .mapToInt(port -> (int) port.integer("nodePort"))
        .filter(port -> port > 0)
        .forEach(wanted::add);
  }

  private boolean listen(Key key, Map<Integer, NodePortListener> open, int port) {
    try {
      open.put(port, new NodePortListener(network, routing, bind, port));
      return true;
    } catch (IOException e) {
      if (reported.computeIfAbsent(key, _ -> new TreeSet<>()).add(port)) {
        services
            .find(key)
            .ifPresent(service ->
                events.warning(
                    service,
                    "NodePortNotListening",
                    ("podium: cannot listen on %s:%d (%s); the Service is reached at this port"
                            + " only from within the cluster")
                        .formatted(bind.getHostAddress(), port, e.getMessage())));
      }
      return false;
    }
  }

  @Override
  public void close() {
    listeners.values().forEach(open -> open.values().forEach(NodePortListener::close));
    listeners.clear();
  }
}
