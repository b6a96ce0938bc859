package dev.podium.network.policy;

import dev.podium.client.Kinds;
import dev.podium.network.Firewall;
import dev.podium.network.Origin;
import dev.podium.network.Origin.PodName;
import dev.podium.object.ApiObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Permits what no NetworkPolicy isolates a pod from.
///
/// A pod that policies select takes (sends) what at least one of them allows; others are open. What
/// comes from a pod's own node is always let in, as kubelets must probe.
public final class PolicyFirewall implements Firewall {
  private final Informer policies;
  private final Informer pods;
  private final Informer namespaces;
  private final Map<String, Map<Key, Policy>> compiled = new ConcurrentHashMap<>();

  private PolicyFirewall(ControlLoops loops) {
    this.policies = loops.informer(Kinds.NETWORK_POLICY);
    this.pods = loops.informer(Kinds.POD);
    this.namespaces = loops.informer(Kinds.NAMESPACE);
  }

  public static PolicyFirewall register(ControlLoops loops) {
    PolicyFirewall firewall = new PolicyFirewall(loops);
    loops.controller("network-policy", firewall::compile).on(firewall.policies);
    return firewall;
  }

  private Outcome compile(Key key) {
    Map<Key, Policy> all =
        compiled.computeIfAbsent(key.namespace(), _ -> new ConcurrentHashMap<>());
    policies
        .find(key)
        .ifPresentOrElse(policy -> all.put(key, Policy.of(policy)), () -> all.remove(key));
    return Outcome.DONE;
  }

  @Override
  public boolean permits(Passage passage) {
    Optional<Peer> server = passage.to().map(to -> peer(to, passage.destination().address()));
    boolean translated = !passage.source().equals(passage.from().address());
    Peer client =
        translated ? Peer.outside(passage.source()) : peer(passage.from(), passage.source());
    return leaves(passage, server) && (server.isEmpty() || enters(passage, client, server.get()));
  }

  private boolean leaves(Passage passage, Optional<Peer> server) {
    Optional<PodName> sender = passage.from().pod();
    if (sender.isEmpty()) {
      return true;
    }
    Peer self = peer(passage.from(), passage.from().address());
    Peer other = server.orElseGet(() -> Peer.outside(passage.destination().address()));
    return allows(
        self,
        Policy::isolatesEgress,
        policy -> policy.lets(policy.egress(), other, other, passage));
  }

  private boolean enters(Passage passage, Peer client, Peer self) {
    boolean neighbour =
        passage.from().pod().isEmpty()
            && !passage.from().node().isEmpty()
            && passage.from().node().equals(passage.to().map(Origin::node).orElse(""));
    return neighbour
        || allows(
            self,
            Policy::isolatesIngress,
            policy -> policy.lets(policy.ingress(), client, self, passage));
  }

  private boolean allows(Peer self, Predicate<Policy> isolates, Predicate<Policy> lets) {
    List<Policy> selecting =
        compiled.getOrDefault(self.namespace(), Map.of()).values().stream()
            .filter(policy -> isolates.test(policy) && policy.selects(self))
            .toList();
    return selecting.isEmpty() || selecting.stream().anyMatch(lets);
  }

  private Peer peer(Origin origin, String address) {
    return origin
        .pod()
        .map(name -> {
          Optional<ApiObject> pod = pods.find(name.namespace(), name.name());
          return new Peer(
              address,
              name.namespace(),
              pod.map(ApiObject::labels).orElse(Map.of()),
              namespaces.find("", name.namespace()).map(ApiObject::labels).orElse(Map.of()),
              pod);
        })
        .orElseGet(() -> Peer.outside(address));
  }
}
