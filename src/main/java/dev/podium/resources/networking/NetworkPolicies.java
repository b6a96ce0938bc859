package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// NetworkPolicy: who may talk to some pods, and whom they may talk to.
///
/// Upstream: pkg/registry/networking/networkpolicy/strategy.go, SetDefaults_NetworkPolicy,
/// ValidateNetworkPolicySpec.
final class NetworkPolicies {
  private static final List<String> TYPES = List.of("Ingress", "Egress");
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  private NetworkPolicies() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies")
        .shortNames("netpol")
        .generation()
        .defaults(NetworkPolicies::setDefaults)
        .validate((policy, errors) -> validate(policy, Set.of(), errors))
        .validateUpdate((policy, old, errors) -> validate(policy, ranges(old), errors))
        .warn((policy, _) -> warnings(policy))
        .table(
            TableLayout.of(
                (policy, now) ->
                    List.of(
                        policy.name(),
                        Cells.selector(Optional.of(policy.spec().object("podSelector"))),
                        Cells.age(policy, now)),
                TableLayout.name(),
                TableLayout.string("Pod-Selector"),
                TableLayout.age()))
        .build();
  }

  private static void setDefaults(ObjectDraft policy) {
    ObjectDraft spec = policy.object("spec");
    spec.object("podSelector");
    for (String direction : List.of("ingress", "egress")) {
      for (ObjectDraft rule : spec.objects(direction)) {
        rule.objects("ports").forEach(port -> port.setDefault("protocol", "TCP"));
      }
    }
    if (spec.findList("policyTypes").filter(types -> types.size() > 0).isEmpty()) {
      spec.set("policyTypes", spec.objects("egress").isEmpty() ? List.of("Ingress") : TYPES);
    }
  }

  /// @param known ranges of the policy before, which are not checked again
  private static void validate(ApiObject policy, Set<String> known, List<FieldError> errors) {
    Part spec = Part.of(policy, errors).at("spec");
    SelectorFields.check(spec.at("podSelector"));
    rules(spec.items("ingress"), "from", known);
    rules(spec.items("egress"), "to", known);
    List<String> types = spec.strings("policyTypes");
    if (types.size() > TYPES.size()) {
      spec.invalid("policyTypes", "may not specify more than two policyTypes");
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!TYPES.contains(types.get(i))) {
        spec.add(FieldError.notSupported(spec.child("policyTypes").index(i), types.get(i), TYPES));
      }
    }
  }

  private static void rules(List<Part> rules, String peers, Set<String> known) {
    for (Part rule : rules) {
      rule.items("ports").forEach(NetworkPolicies::port);
      rule.items(peers).forEach(peer -> peer(peer, known));
    }
  }

  private static void port(Part port) {
    port.oneOfIfPresent("protocol", PROTOCOLS);
    if (port.value().get("port") instanceof String name) {
      if (port.has("endPort")) {
        port.invalid("endPort", "may not be specified when `port` is non-numeric");
      }
      port.faults("port", NameFormats.portName(name));
    } else if (port.has("port")) {
      long first = port.integer("port");
      FieldChecks.portNumber(first, port.child("port"), port.errors());
      port.findLong("endPort").ifPresent(last -> endPort(port, first, last));
    } else if (port.has("endPort")) {
      port.invalid("endPort", "may not be specified when `port` is not specified");
    }
  }

  private static void endPort(Part port, long first, long last) {
    if (last < first) {
      // The value shown is upstream's own slip.
      port.invalid("endPort", first, "must be greater than or equal to `port`");
    }
    FieldChecks.portNumber(last, port.child("endPort"), port.errors());
  }

  private static void peer(Part peer, Set<String> known) {
    peer.find("podSelector").ifPresent(SelectorFields::check);
    peer.find("namespaceSelector").ifPresent(SelectorFields::check);
    peer.find("ipBlock").ifPresent(block -> block(block, known));
    boolean selected = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!selected && !peer.has("ipBlock")) {
      peer.add(FieldError.required(peer.path(), "must specify a peer"));
    } else if (selected && peer.has("ipBlock")) {
      peer.add(FieldError.forbidden(peer.path(), "may not specify both ipBlock and another peer"));
    }
  }

  private static void block(Part block, Set<String> known) {
    if (!block.requireText("cidr")) {
      return;
    }
    Optional<Cidr> range = range(block.string("cidr"), block.child("cidr"), known, block);
    if (range.isEmpty()) {
      return;
    }
    List<String> except = block.strings("except");
    for (int i = 0; i < except.size(); i++) {
      FieldPath path = block.child("except").index(i);
      Optional<Cidr> excepted = range(except.get(i), path, known, block);
      if (excepted.isPresent()
          && (!range.get().contains(excepted.get()) || range.equals(excepted))) {
        block.add(FieldError.invalid(path, except.get(i), "must be a strict subset of `cidr`"));
      }
    }
  }

  private static Optional<Cidr> range(String text, FieldPath path, Set<String> known, Part block) {
    if (!known.contains(text)) {
      FieldChecks.format(text, IpFormats.legacyCidr(text), path, block.errors());
    }
    return Cidr.parse(text);
  }

  private static Set<String> ranges(ApiObject policy) {
    Set<String> ranges = new HashSet<>();
    for (String direction : List.of("ingress", "egress")) {
      for (JsonObject rule : policy.spec().objects(direction)) {
        for (JsonObject peer : rule.objects(direction.equals("ingress") ? "from" : "to")) {
          ranges.add(peer.string("ipBlock", "cidr"));
          ranges.addAll(peer.strings("ipBlock", "except"));
        }
      }
    }
    return ranges;
  }

  /// Upstream: networkPolicyWarnings.
  private static List<String> warnings(ApiObject policy) {
    List<String> warnings = new ArrayList<>(0);
    Part spec = Part.of(policy, new ArrayList<>(0)).at("spec");
    spec.items("ingress").forEach(rule -> rule.items("from").forEach(p -> warn(p, warnings)));
    spec.items("egress").forEach(rule -> rule.items("to").forEach(p -> warn(p, warnings)));
    return warnings;
  }

  private static void warn(Part peer, List<String> warnings) {
    Part block = peer.at("ipBlock");
    warnings.addAll(IpFormats.cidrWarnings(block.child("cidr"), block.string("cidr")));
    List<String> except = block.strings("except");
    for (int i = 0; i < except.size(); i++) {
      warnings.addAll(IpFormats.cidrWarnings(block.child("except").index(i), except.get(i)));
    }
  }
}
