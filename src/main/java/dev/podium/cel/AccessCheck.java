package dev.podium.cel;

import java.util.Optional;

/// Who answers the authorization checks of expressions.
@FunctionalInterface
public interface AccessCheck {
  Decision decide(Question question);

  /// @param serviceAccount `namespace/name` to ask about instead of the requesting user
  /// @param path of a request that is about no resource; empty otherwise
  record Question(
      Optional<ServiceAccount> serviceAccount,
      String path,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name,
      String verb) {}

  /// A check that is already about some resource, lacking only the verb.
  record ToResource(
      AccessCheck access,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {}

  /// A service account by its place.
  record ServiceAccount(String namespace, String name) {}

  record Decision(boolean allowed, String reason) {}
}
