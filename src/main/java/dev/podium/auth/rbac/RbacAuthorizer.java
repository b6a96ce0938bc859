package dev.podium.auth.rbac;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.auth.Decision.Allow;
import dev.podium.auth.Decision.NoOpinion;
import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.RoleIndex.Found;
import dev.podium.auth.rbac.RoleIndex.Grant;
import dev.podium.auth.rbac.RoleIndex.Missing;
import dev.podium.object.ApiException;
import dev.podium.object.GroupResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Decides by roles and bindings (kubernetes' plugin/pkg/auth/authorizer/rbac/rbac.go and
/// pkg/registry/rbac/validation/rule.go).
///
/// Sees every write that came before the question: whoever asks first after one enters it into the
/// index. The lock guards changes of the index.
public final class RbacAuthorizer implements Authorizer, RuleResolver {
  private final RoleSource source;
  private final RoleIndex index = new RoleIndex();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long seen = -1;

  public RbacAuthorizer(RoleSource source) {
    this.source = source;
  }

  @Override
  public Decision authorize(Attributes asked) {
    RoleIndex roles = current();
    Set<String> problems = new LinkedHashSet<>();
    for (Grant grant : roles.grants(asked.user(), asked.namespace())) {
      switch (roles.rules(grant.binding())) {
        case Found(List<PolicyRule> rules) -> {
          if (rules.stream().anyMatch(rule -> rule.allows(asked))) {
            return new Allow("RBAC: allowed by " + grant.describe());
          }
        }
        case Missing(String message) -> problems.add(message);
      }
    }
    return new NoOpinion(problems.isEmpty() ? "" : "RBAC: " + aggregate(problems));
  }

  @Override
  public Rights rights(UserInfo user, String namespace) {
    RoleIndex roles = current();
    List<PolicyRule> rules = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (Grant grant : roles.grants(user, namespace)) {
      switch (roles.rules(grant.binding())) {
        case Found(List<PolicyRule> found) -> rules.addAll(found);
        case Missing(String message) -> problems.add(message);
      }
    }
    return new Rights(rules, List.copyOf(problems));
  }

  private RoleIndex current() {
    long revision = source.revision();
    if (revision > seen) {
      lock.lock();
      try {
        if (revision > seen) {
          source.changes(revision).forEach(index::apply);
          seen = revision;
        }
      } finally {
        lock.unlock();
      }
    }
    return index;
  }

  /// The rules of a role that a binding would name.
  ///
  /// @throws ApiException 404 where there is none
  public List<PolicyRule> rulesOf(String kind, String namespace, String name) {
    return current()
        .rules(kind.equals("Role") ? namespace : "", name)
        .orElseThrow(() ->
            ApiException.notFound(
                new GroupResource(
                    "rbac.authorization.k8s.io", kind.equals("Role") ? "roles" : "clusterroles"),
                name));
  }

  /// apimachinery's errors.Aggregate: one stands for itself, several in brackets.
  private static String aggregate(Set<String> problems) {
    return problems.size() == 1
        ? problems.iterator().next()
        : "[" + String.join(", ", problems) + "]";
  }
}
