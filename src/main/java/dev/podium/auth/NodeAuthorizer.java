package dev.podium.auth;

import dev.podium.auth.Decision.Allow;
import dev.podium.auth.Decision.NoOpinion;

/// What a kubelet from outside may read: its own Node and the list of its own pods, and what it is
/// told where it asks for more. It may write nothing.
///
/// Upstream: plugin/pkg/auth/authorizer/node/node_authorizer.go, which also follows what the pods
/// of a node refer to. Podium's own kubelets do not ask.
public final class NodeAuthorizer implements Authorizer {
  private static final String USER = "system:node:";
  private static final String GROUP = "system:nodes";

  @Override
  public Decision authorize(Attributes asked) {
    UserInfo user = asked.user();
    boolean reads = asked.verb().equals("get") || isListing(asked);
    boolean node = user.name().startsWith(USER) && user.groups().contains(GROUP);
    if (!node || !reads || !asked.apiGroup().isEmpty() || !asked.subresource().isEmpty()) {
      return new NoOpinion("");
    }
    String name = user.name().substring(USER.length());
    return switch (asked.resource()) {
      case "nodes" -> node(name, asked);
      case "pods" -> isListing(asked) ? pods(name, asked) : new NoOpinion("");
      default -> new NoOpinion("");
    };
  }

  private static boolean isListing(Attributes asked) {
    return asked.verb().equals("list") || asked.verb().equals("watch");
  }

  private static Decision node(String name, Attributes asked) {
    if (asked.name().equals(name)) {
      return new Allow("");
    }
    String other = asked.name().isEmpty() ? "all nodes" : "'" + asked.name() + "'";
    return new NoOpinion(
        "node '%s' cannot read %s, only its own Node object".formatted(name, other));
  }

  private static Decision pods(String name, Attributes asked) {
    return asked.fieldSelector().equals("spec.nodeName=" + name)
        ? new Allow("")
        : new NoOpinion("can only list/watch pods with spec.nodeName field selector");
  }
}
