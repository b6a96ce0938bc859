package dev.podium.network.services;

import dev.podium.client.Kinds;
import dev.podium.network.Endpoint;
import dev.podium.network.Transport;
import dev.podium.network.services.ServiceRouting.Front;
import dev.podium.network.services.ServiceRouting.Kind;
import dev.podium.network.services.ServiceRouting.NodePort;
import dev.podium.network.services.ServiceRouting.PortNumber;
import dev.podium.network.services.ServiceRouting.Socket;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Writes the rules of one Service at a time, from it and its EndpointSlices.
///
/// Upstream: pkg/proxy/servicechangetracker.go, endpointslicecache.go, serviceport.go.
public final class ServiceRules implements Reconciler {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";

  /// What a Service has in the tables.
  private record Rules(
      Map<Socket, Front> fronts,
      Map<PortNumber, NodePort> nodePorts,
      Map<Integer, HealthCheck> health) {
    static Rules none() {
      return new Rules(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  private final ServiceRouting routing;
  private final Informer services;
  private final Function<String, List<ApiObject>> slicesOf;
  private final Map<Key, Rules> written = new HashMap<>();
  private final Map<Key, Map<String, Affinity>> affinities = new HashMap<>();

  private ServiceRules(ControlLoops loops, ServiceRouting routing) {
    this.routing = routing;
    this.services = loops.informer(Kinds.SERVICE);
    this.slicesOf =
        loops
            .informer(Kinds.ENDPOINT_SLICE)
            .indexed("of service", slice -> serviceOf(slice).map(Key::toString).stream().toList());
  }

  public static void register(ControlLoops loops, ServiceRouting routing) {
    ServiceRules rules = new ServiceRules(loops, routing);
    // One worker: two Services may want the same address after one another.
    loops
        .controller("kube-proxy", rules)
        .on(rules.services)
        .on(loops.informer(Kinds.ENDPOINT_SLICE), ServiceRules::concerned);
    NodeRules.register(loops, routing);
  }

  private static Stream<Key> concerned(Delta delta) {
    return delta.states().flatMap(slice -> serviceOf(slice).stream()).distinct();
  }

  private static Optional<Key> serviceOf(ApiObject slice) {
    return Optional.ofNullable(slice.labels().get(SERVICE_NAME))
        .map(name -> new Key(slice.namespace(), name));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> service = services.find(key).filter(ServiceRules::isOurs);
    Rules fresh = service.map(s -> rules(key, s)).orElseGet(Rules::none);
    if (service.isEmpty()) {
      affinities.remove(key);
    }
    Rules old = written.getOrDefault(key, Rules.none());
    routing.fronts().putAll(fresh.fronts());
    routing.nodePorts().putAll(fresh.nodePorts());
    routing.healthPorts().putAll(fresh.health());
    old.fronts().forEach((at, front) -> routing.fronts().remove(at, front));
    old.nodePorts().forEach((port, rule) -> routing.nodePorts().remove(port, rule));
    old.health().forEach((port, check) -> routing.healthPorts().remove(port, check));
    if (service.isEmpty()) {
      written.remove(key);
    } else {
      written.put(key, fresh);
    }
    return Outcome.DONE;
  }

  private static boolean isOurs(ApiObject service) {
    String clusterIp = service.spec().string("clusterIP");
    return !clusterIp.isEmpty()
        && !clusterIp.equals("None")
        && !service.spec().string("type").equals("ExternalName")
        && !service.labels().containsKey(OTHER_PROXY);
  }

  private Rules rules(Key key, ApiObject service) {
    Rules rules = Rules.none();
    List<ApiObject> slices = slicesOf.apply(key.toString());
    Map<String, Affinity> known = affinities.computeIfAbsent(key, _ -> new HashMap<>());
    for (JsonObject port : service.spec().objects("ports")) {
      if (!port.string("protocol").equals("SCTP")) {
        Affinity affinity = known.computeIfAbsent(port.string("name"), _ -> new Affinity());
        add(rules, key, service, port, new Balancer(service, Backend.of(port, slices), affinity));
      }
    }
    return rules;
  }

  private static void add(
      Rules rules, Key key, ApiObject service, JsonObject port, Balancer balancer) {
    JsonObject spec = service.spec();
    Transport transport = port.string("protocol").equals("UDP") ? Transport.UDP : Transport.TCP;
    int number = (int) port.integer("port");
    addresses(service)
        .forEach((address, kind) ->
            rules
                .fronts()
                .put(
                    new Socket(transport, new Endpoint(address, number)),
                    new Front(key, kind, balancer)));
    if (port.integer("nodePort") > 0) {
      rules
          .nodePorts()
          .put(
              new PortNumber(transport, (int) port.integer("nodePort")),
              new NodePort(key, balancer));
    }
    if (spec.integer("healthCheckNodePort") > 0) {
      rules
          .health()
          .putIfAbsent((int) spec.integer("healthCheckNodePort"), new HealthCheck(key, balancer));
    }
  }

  private static Map<String, Kind> addresses(ApiObject service) {
    Map<String, Kind> all = new LinkedHashMap<>();
    for (JsonObject ingress : service.status().object("loadBalancer").objects("ingress")) {
      // A balancer that is a proxy hands on with its own address; nodes leave that alone.
      if (!ingress.string("ipMode").equals("Proxy") && !ingress.string("ip").isEmpty()) {
        all.put(ingress.string("ip"), Kind.LOAD_BALANCER);
      }
    }
    service.spec().strings("externalIPs").forEach(ip -> all.put(ip, Kind.EXTERNAL_IP));
    service.spec().strings("clusterIPs").forEach(ip -> all.put(ip, Kind.CLUSTER_IP));
    return all;
  }
}
