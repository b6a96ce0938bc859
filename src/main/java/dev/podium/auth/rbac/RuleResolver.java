package dev.podium.auth.rbac;

import dev.podium.auth.UserInfo;

/// Enumerates what somebody may do.
@FunctionalInterface
public interface RuleResolver {
  /// All that a user may do in a namespace, or with an empty one in the whole cluster, and the
  /// problems met on the way.
  Rights rights(UserInfo user, String namespace);
}
