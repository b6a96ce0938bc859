package dev.podium.auth;

import dev.podium.object.NameFormats;
import java.util.Optional;

/// The ways to impersonate, in the order tried (apiserver's filters/impersonation/mode.go). All but
/// the last are constrained: the caller needs the right to act so (`impersonate-on:MODE:VERB`) and
/// to be that user (`impersonate:MODE`).
enum ImpersonationMode {
  ASSOCIATED_NODE("associated-node"),
  ARBITRARY_NODE("arbitrary-node"),
  SERVICE_ACCOUNT("serviceaccount"),
  USER_INFO("user-info"),
  LEGACY("");

  private static final String NODE_PREFIX = "system:node:";
  private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

  private final String text;

  ImpersonationMode(String text) {
    this.text = text;
  }

  boolean constrained() {
    return this != LEGACY;
  }

  /// The verb on the user, group, uid or extra that is put on.
  String verb() {
    return constrained() ? "impersonate:" + text : "impersonate";
  }

  /// The verb on what is then done.
  String actVerb(String verb) {
    return "impersonate-on:" + text + ":" + verb;
  }

  /// Whether this mode is meant for that user.
  boolean covers(UserInfo wanted, UserInfo caller) {
    return switch (this) {
      case ASSOCIATED_NODE ->
          onlyName(wanted)
              && node(wanted.name()).isPresent()
              && ServiceAccountName.of(caller.name()).isPresent()
              && node(wanted.name()).equals(nodeOf(caller));
      case ARBITRARY_NODE -> onlyName(wanted) && node(wanted.name()).isPresent();
      case SERVICE_ACCOUNT -> onlyName(wanted) && ServiceAccountName.of(wanted.name()).isPresent();
      case USER_INFO ->
          node(wanted.name()).isEmpty() && ServiceAccountName.of(wanted.name()).isEmpty();
      case LEGACY -> true;
    };
  }

  private static boolean onlyName(UserInfo wanted) {
    return wanted.uid().isEmpty() && wanted.groups().isEmpty() && wanted.extra().isEmpty();
  }

  /// The node that a user name stands for.
  static Optional<String> node(String userName) {
    return userName.startsWith(NODE_PREFIX)
        ? Optional.of(userName.substring(NODE_PREFIX.length()))
            .filter(name -> NameFormats.dns1123Subdomain(name).isEmpty())
        : Optional.empty();
  }

  private static Optional<String> nodeOf(UserInfo caller) {
    return Optional.ofNullable(caller.extra().get(NODE_NAME))
        .filter(names -> names.size() == 1)
        .map(names -> names.getFirst());
  }
}
