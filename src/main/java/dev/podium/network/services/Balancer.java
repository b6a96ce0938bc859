package dev.podium.network.services;

import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// One port of a Service, ready to be asked where a connection goes.
///
/// Upstream: pkg/proxy/topology.go (CategorizeEndpoints), pkg/proxy/iptables/proxier.go.
final class Balancer {
  private final List<Backend> all;
  private final List<Backend> usable;
  private final boolean internalLocal;
  private final boolean externalLocal;
  private final Optional<Duration> stickiness;
  private final List<Cidr> sources;
  private final Affinity affinity;
  private final Map<String, List<Backend>> local = new ConcurrentHashMap<>();
  private final Map<String, List<Backend>> near = new ConcurrentHashMap<>();

  /// @param affinity what is remembered of the clients of this port
  Balancer(ApiObject service, List<Backend> backends, Affinity affinity) {
    JsonObject spec = service.spec();
    this.all = backends;
    this.usable = Backend.usable(backends);
    this.internalLocal = spec.string("internalTrafficPolicy").equals("Local");
    this.externalLocal = spec.string("externalTrafficPolicy").equals("Local");
    this.stickiness =
        spec.string("sessionAffinity").equals("ClientIP")
            ? Optional.of(
                Duration.ofSeconds(
                    spec.object("sessionAffinityConfig", "clientIP")
                        .findLong("timeoutSeconds")
                        .orElse(10_800)))
            : Optional.empty();
    this.sources =
        spec.strings("loadBalancerSourceRanges").stream()
            .flatMap(range -> Cidr.parse(range.strip()).stream())
            .toList();
    this.affinity = affinity;
  }

  boolean isEmpty() {
    return usable.isEmpty();
  }

  boolean internalLocal() {
    return internalLocal;
  }

  boolean externalLocal() {
    return externalLocal;
  }

  /// Whether a client may come in through the load balancer.
  boolean admits(String client) {
    return sources.isEmpty()
        || IpAddress.parse(client)
            .filter(address -> sources.stream().anyMatch(range -> range.contains(address)))
            .isPresent();
  }

  /// All that may be used.
  List<Backend> usable() {
    return usable;
  }

  /// Those on a node.
  List<Backend> localTo(String node) {
    return local.computeIfAbsent(
        node, _ -> Backend.usable(all.stream().filter(b -> b.node().equals(node)).toList()));
  }

  /// All that may be used, or where every one of them says whom it is meant for, those that are
  /// meant for clients on a node.
  ///
  /// @param zone of the node; empty where it has none
  List<Backend> nearTo(String node, String zone) {
    return near.computeIfAbsent(node + " " + zone, _ -> findNear(node, zone));
  }

  private List<Backend> findNear(String node, String zone) {
    List<Backend> ready = all.stream().filter(Backend::ready).toList();
    List<Backend> forNode = ready.stream().filter(b -> b.nodes().contains(node)).toList();
    if (!forNode.isEmpty() && ready.stream().noneMatch(b -> b.nodes().isEmpty())) {
      return forNode;
    }
    List<Backend> forZone = ready.stream().filter(b -> b.zones().contains(zone)).toList();
    return !forZone.isEmpty() && ready.stream().noneMatch(b -> b.zones().isEmpty())
        ? forZone
        : usable;
  }

  /// One of several, the same as before for a client that it is kept for.
  Backend pick(List<Backend> from, String client, Instant now, RandomGenerator random) {
    if (stickiness.isEmpty()) {
      return from.get(random.nextInt(from.size()));
    }
    Backend picked =
        affinity
            .find(client, from, now, stickiness.get())
            .orElseGet(() -> from.get(random.nextInt(from.size())));
    affinity.put(client, picked.endpoint(), now);
    return picked;
  }
}
