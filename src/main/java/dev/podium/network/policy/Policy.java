package dev.podium.network.policy;

import dev.podium.network.Firewall.Passage;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.util.List;
import java.util.Optional;

/// A NetworkPolicy, ready to be asked.
record Policy(
    LabelSelector pods,
    boolean isolatesIngress,
    boolean isolatesEgress,
    List<Rule> ingress,
    List<Rule> egress) {

  /// What one rule lets pass: any of the peers on any of the ports; an empty list is all of them.
  record Rule(List<PeerRule> peers, List<PortRule> ports) {}

  /// @param ownNamespace of the policy
  record PeerRule(
      String ownNamespace,
      Optional<LabelSelector> pods,
      Optional<LabelSelector> namespaces,
      Optional<Cidr> block,
      List<Cidr> except) {
    static PeerRule of(String ownNamespace, JsonObject peer) {
      JsonObject block = peer.object("ipBlock");
      return new PeerRule(
          ownNamespace,
          peer.findObject("podSelector").map(LabelSelector::ofJson),
          peer.findObject("namespaceSelector").map(LabelSelector::ofJson),
          block.findString("cidr").flatMap(Cidr::parse),
          block.strings("except").stream().flatMap(e -> Cidr.parse(e).stream()).toList());
    }

    boolean matches(Peer peer) {
      if (block.isPresent()) {
        return IpAddress.parse(peer.address())
            .filter(address ->
                block.get().contains(address)
                    && except.stream().noneMatch(range -> range.contains(address)))
            .isPresent();
      }
      boolean near =
          namespaces
              .map(selector -> selector.matches(peer.namespaceLabels()))
              .orElseGet(() -> peer.namespace().equals(ownNamespace));
      return peer.isPod()
          && near
          && pods.map(selector -> selector.matches(peer.labels())).orElse(true);
    }
  }

  /// @param name of a container's port; empty where it goes by number
  /// @param from 0 for every port
  record PortRule(String protocol, String name, long from, long to) {
    static PortRule of(JsonObject port) {
      long number = port.integer("port");
      return new PortRule(
          port.findString("protocol").orElse("TCP"),
          port.string("port"),
          number,
          port.findLong("endPort").orElse(number));
    }

    boolean matches(String wanted, long port, Peer server) {
      if (!wanted.equals(protocol)) {
        return false;
      }
      if (!name.isEmpty()) {
        return server.pod().stream()
            .flatMap(pod -> pod.spec().objects("containers").stream())
            .flatMap(container -> container.objects("ports").stream())
            .anyMatch(p ->
                p.string("name").equals(name)
                    && p.findString("protocol").orElse("TCP").equals(protocol)
                    && p.integer("containerPort") == port);
      }
      return from == 0 || from <= port && port <= to;
    }
  }

  static Policy of(ApiObject policy) {
    JsonObject spec = policy.spec();
    List<String> types = spec.strings("policyTypes");
    return new Policy(
        LabelSelector.ofJson(spec.object("podSelector")),
        types.isEmpty() || types.contains("Ingress"),
        types.isEmpty() ? spec.has("egress") : types.contains("Egress"),
        rules(policy.namespace(), spec.objects("ingress"), "from"),
        rules(policy.namespace(), spec.objects("egress"), "to"));
  }

  private static List<Rule> rules(String namespace, List<JsonObject> rules, String peers) {
    return rules.stream()
        .map(rule ->
            new Rule(
                rule.objects(peers).stream().map(p -> PeerRule.of(namespace, p)).toList(),
                rule.objects("ports").stream().map(PortRule::of).toList()))
        .toList();
  }

  boolean selects(Peer pod) {
    return pods.matches(pod.labels());
  }

  /// Whether one of some rules lets a connection pass.
  ///
  /// @param other whom the rules are about
  /// @param server whose port it is
  boolean lets(List<Rule> rules, Peer other, Peer server, Passage passage) {
    return rules.stream()
        .anyMatch(rule ->
            (rule.peers().isEmpty() || rule.peers().stream().anyMatch(p -> p.matches(other)))
                && (rule.ports().isEmpty()
                    || rule.ports().stream()
                        .anyMatch(port ->
                            port.matches(
                                passage.protocol(), passage.destination().port(), server))));
  }
}
