package dev.podium.cel;

import dev.podium.cel.AccessCheck.Decision;
import dev.podium.cel.AccessCheck.Question;
import dev.podium.cel.AccessCheck.ServiceAccount;
import java.util.Optional;

/// The steps in which an expression builds an authorization check.
final class AuthorizerValues {
  private AuthorizerValues() {}

  static ResourceCheck of(AccessCheck.ToResource to) {
    return new ResourceCheck(
        new Authorizer(to.access(), Optional.empty()),
        to.group(),
        to.resource(),
        to.subresource(),
        to.namespace(),
        to.name());
  }

  record Authorizer(AccessCheck access, Optional<ServiceAccount> account) {
    Authorizer of(String namespace, String name) {
      return new Authorizer(access, Optional.of(new ServiceAccount(namespace, name)));
    }
  }

  record PathCheck(Authorizer authorizer, String path) {
    Decision check(String verb) {
      return authorizer.access.decide(
          new Question(authorizer.account, path, "", "", "", "", "", verb));
    }
  }

  record GroupCheck(Authorizer authorizer, String group) {}

  record ResourceCheck(
      Authorizer authorizer,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    Decision check(String verb) {
      return authorizer.access.decide(
          new Question(
              authorizer.account, "", group, resource, subresource, namespace, name, verb));
    }
  }
}
