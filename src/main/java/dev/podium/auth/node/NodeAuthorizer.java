package dev.podium.auth.node;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.auth.Decision.Allow;
import dev.podium.auth.Decision.NoOpinion;
import dev.podium.auth.rbac.PolicyRule;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a kubelet from outside may do: what every node may, and with objects of some kinds only
/// where one of its own pods leads to them.
///
/// Upstream: plugin/pkg/auth/authorizer/node/node_authorizer.go, which keeps a graph of the
/// references where this looks at the pods of the namespace. Podium's own kubelets do not ask.
public final class NodeAuthorizer implements Authorizer {
  private static final Set<String> READS = Set.of("get", "list", "watch");
  private static final Set<String> OWN_OBJECT =
      Set.of("get", "create", "update", "patch", "delete");
  private static final String LEASES = "kube-node-lease";

  private final NodeObjects objects;
  private final Supplier<List<PolicyRule>> rules;

  /// @param rules what every node may (bootstrappolicy.NodeRules)
  public NodeAuthorizer(NodeObjects objects, Supplier<List<PolicyRule>> rules) {
    this.objects = objects;
    this.rules = rules;
  }

  @Override
  public Decision authorize(Attributes asked) {
    Optional<String> node = NodeName.of(asked.user());
    if (node.isEmpty()) {
      return new NoOpinion("");
    }
    if (node.get().isEmpty()) {
      return new NoOpinion("unknown node for user " + GoText.quote(asked.user().name()));
    }
    return asked.resourceRequest() ? resource(node.get(), asked) : byRules(asked);
  }

  private Decision resource(String node, Attributes asked) {
    return switch (new GroupResource(asked.apiGroup(), asked.resource()).toString()) {
      case "secrets", "configmaps" -> reads(node, asked);
      case "persistentvolumeclaims" ->
          asked.subresource().equals("status") ? updatesStatus(node, asked) : gets(node, asked);
      case "persistentvolumes", "resourceclaims.resource.k8s.io" -> gets(node, asked);
      case "volumeattachments.storage.k8s.io" -> gets(node, asked);
      case "serviceaccounts" -> createsToken(node, asked);
      case "leases.coordination.k8s.io" -> lease(node, asked);
      case "csinodes.storage.k8s.io" -> csiNode(node, asked);
      case "nodes" -> node(node, asked);
      case "pods" -> pod(node, asked);
      default -> byRules(asked);
    };
  }

  private Decision byRules(Attributes asked) {
    return rules.get().stream().anyMatch(rule -> rule.allows(asked))
        ? new Allow("")
        : new NoOpinion("");
  }

  private Decision reads(String node, Attributes asked) {
    if (!READS.contains(asked.verb())) {
      return new NoOpinion("can only read resources of this type");
    }
    if (!asked.subresource().isEmpty()) {
      return new NoOpinion("cannot read subresource");
    }
    if (asked.namespace().isEmpty()) {
      return new NoOpinion("can only read namespaced object of this type");
    }
    return related(node, asked);
  }

  private Decision gets(String node, Attributes asked) {
    if (!asked.verb().equals("get")) {
      return new NoOpinion("can only get individual resources of this type");
    }
    return asked.subresource().isEmpty()
        ? related(node, asked)
        : new NoOpinion("cannot get subresource");
  }

  private Decision updatesStatus(String node, Attributes asked) {
    return asked.verb().equals("update") || asked.verb().equals("patch")
        ? related(node, asked)
        : new NoOpinion("can only get/update/patch this type");
  }

  private Decision createsToken(String node, Attributes asked) {
    if (!asked.verb().equals("create") || asked.name().isEmpty()) {
      return new NoOpinion("can only create tokens for individual service accounts");
    }
    return asked.subresource().equals("token")
        ? related(node, asked)
        : new NoOpinion("can only create token subresource of serviceaccount");
  }

  private Decision related(String node, Attributes asked) {
    if (asked.name().isEmpty()) {
      return new NoOpinion("No Object name found");
    }
    GroupResource resource = new GroupResource(asked.apiGroup(), asked.resource());
    return objects.leadTo(node, resource, asked.namespace(), asked.name())
        ? new Allow("")
        : new NoOpinion("no relationship found between node '%s' and this object".formatted(node));
  }

  private static Decision lease(String node, Attributes asked) {
    if (!OWN_OBJECT.contains(asked.verb())) {
      return new NoOpinion("can only get, create, update, patch, or delete a node lease");
    }
    if (!asked.namespace().equals(LEASES)) {
      return new NoOpinion("can only access leases in the \"" + LEASES + "\" system namespace");
    }
    return asked.verb().equals("create") || asked.name().equals(node)
        ? new Allow("")
        : new NoOpinion("can only access node lease with the same name as the requesting node");
  }

  private static Decision csiNode(String node, Attributes asked) {
    if (!OWN_OBJECT.contains(asked.verb())) {
      return new NoOpinion("can only get, create, update, patch, or delete a CSINode");
    }
    if (!asked.subresource().isEmpty()) {
      return new NoOpinion("cannot authorize CSINode subresources");
    }
    return asked.verb().equals("create") || asked.name().equals(node)
        ? new Allow("")
        : new NoOpinion("can only access CSINode with the same name as the requesting node");
  }

  /// What a node writes of Nodes is left to NodeRestriction.
  private Decision node(String node, Attributes asked) {
    if (!READS.contains(asked.verb()) || !asked.subresource().isEmpty()) {
      return byRules(asked);
    }
    if (asked.name().equals(node)) {
      return new Allow("");
    }
    String other = asked.name().isEmpty() ? "all nodes" : "'" + asked.name() + "'";
    return new NoOpinion(
        "node '%s' cannot read %s, only its own Node object".formatted(node, other));
  }

  private Decision pod(String node, Attributes asked) {
    if (!asked.subresource().isEmpty()) {
      return byRules(asked);
    }
    return switch (asked.verb()) {
      case "get" -> related(node, asked);
      case "list", "watch" -> pods(node, asked);
      default -> byRules(asked);
    };
  }

  private Decision pods(String node, Attributes asked) {
    if (asked.fieldSelector().equals("spec.nodeName=" + node)) {
      return new Allow("");
    }
    return asked.name().isEmpty()
        ? new NoOpinion("can only list/watch pods with spec.nodeName field selector")
        : related(node, asked);
  }
}
