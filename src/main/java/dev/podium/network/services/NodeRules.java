package dev.podium.network.services;

import dev.podium.client.Kinds;
import dev.podium.network.Endpoint;
import dev.podium.network.Transport;
import dev.podium.network.services.ServiceRouting.HostPort;
import dev.podium.network.services.ServiceRouting.Node;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Writes the rules of nodes: their addresses, and the ports of theirs that lead into pods.
final class NodeRules {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String POWER = "podium.dev/power";

  private final ServiceRouting routing;
  private final Informer nodes;
  private final Informer pods;
  private final Map<Key, List<String>> addresses = new HashMap<>();
  private final Map<Key, Map<HostPort, Endpoint>> hostPorts = new HashMap<>();

  private NodeRules(ControlLoops loops, ServiceRouting routing) {
    this.routing = routing;
    this.nodes = loops.informer(Kinds.NODE);
    this.pods = loops.informer(Kinds.POD);
  }

  static void register(ControlLoops loops, ServiceRouting routing) {
    NodeRules rules = new NodeRules(loops, routing);
    loops.controller("kube-proxy-nodes", rules::reconcileNode).on(rules.nodes);
    loops
        .controller("kube-proxy-host-ports", rules::reconcilePod)
        .on(
            rules.pods,
            delta ->
                delta.states().anyMatch(NodeRules::hasHostPort)
                    ? Stream.of(Key.of(delta.latest()))
                    : Stream.empty());
  }

  private Outcome reconcileNode(Key key) {
    addresses.getOrDefault(key, List.of()).forEach(routing.nodesByAddress()::remove);
    addresses.remove(key);
    routing.nodes().remove(key.name());
    nodes.find(key).ifPresent(node -> add(key, node));
    return Outcome.DONE;
  }

  private void add(Key key, ApiObject object) {
    List<JsonObject> all = object.status().objects("addresses");
    List<String> ips =
        all.stream()
            .filter(a -> a.string("type").endsWith("IP"))
            .map(a -> a.string("address"))
            .toList();
    if (ips.isEmpty()) {
      return;
    }
    String internal =
        all.stream()
            .filter(a -> a.string("type").equals("InternalIP"))
            .map(a -> a.string("address"))
            .findFirst()
            .orElse(ips.getFirst());
    Node node =
        new Node(
            object.name(),
            internal,
            object.labels().getOrDefault(ZONE, ""),
            object.annotation(POWER).orElse("").equals("off"));
    addresses.put(key, ips);
    routing.nodes().put(object.name(), node);
    ips.forEach(ip -> routing.nodesByAddress().put(ip, node));
  }

  private Outcome reconcilePod(Key key) {
    Map<HostPort, Endpoint> fresh = new HashMap<>();
    pods.find(key).filter(NodeRules::isUp).ifPresent(pod -> collect(pod, fresh));
    Map<HostPort, Endpoint> old = hostPorts.getOrDefault(key, Map.of());
    old.forEach((from, to) -> {
      if (!to.equals(fresh.get(from))) {
        routing.hostPorts().remove(from, to);
      }
    });
    routing.hostPorts().putAll(fresh);
    if (fresh.isEmpty()) {
      hostPorts.remove(key);
    } else {
      hostPorts.put(key, fresh);
    }
    return Outcome.DONE;
  }

  private static boolean hasHostPort(ApiObject pod) {
    return !pod.spec().bool("hostNetwork") && ports(pod).anyMatch(NodeRules::isHostPort);
  }

  private static boolean isHostPort(JsonObject port) {
    return port.integer("hostPort") > 0 && !port.string("protocol").equals("SCTP");
  }

  private static Stream<JsonObject> ports(ApiObject pod) {
    return pod.spec().objects("containers").stream().flatMap(c -> c.objects("ports").stream());
  }

  private static boolean isUp(ApiObject pod) {
    String phase = pod.status().string("phase");
    return !pod.status().string("podIP").isEmpty()
        && !phase.equals("Succeeded")
        && !phase.equals("Failed");
  }

  private static void collect(ApiObject pod, Map<HostPort, Endpoint> found) {
    ports(pod)
        .filter(NodeRules::isHostPort)
        .forEach(port ->
            found.put(
                new HostPort(
                    pod.spec().string("nodeName"),
                    port.string("hostIP").replaceAll("^(0\\.0\\.0\\.0|::)$", ""),
                    port.string("protocol").equals("UDP") ? Transport.UDP : Transport.TCP,
                    (int) port.integer("hostPort")),
                new Endpoint(pod.status().string("podIP"), (int) port.integer("containerPort"))));
  }
}
