package dev.podium.auth.node;

import dev.podium.auth.UserInfo;
import java.util.Optional;

/// Whether a user is a kubelet, and of which node (upstream: pkg/auth/nodeidentifier).
public final class NodeName {
  private static final String USER = "system:node:";
  private static final String GROUP = "system:nodes";

  private NodeName() {}

  /// Empty for whoever is no node; a node may have an empty name.
  public static Optional<String> of(UserInfo user) {
    return user.name().startsWith(USER) && user.groups().contains(GROUP)
        ? Optional.of(user.name().substring(USER.length()))
        : Optional.empty();
  }
}
