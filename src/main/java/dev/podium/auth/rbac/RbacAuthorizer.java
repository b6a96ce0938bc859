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

/// Decides by roles and bindings (kubernetes' plugin/pkg/auth/authorizer/rbac/rbac.go and
/// pkg/registry/rbac/validation/rule.go).
///
/// Sees every write that came before the question: the index is rebuilt, by whoever asks first,
/// after the source's version changed.
public final class RbacAuthorizer implements Authorizer, RuleResolver {
  private final RoleSource source;
  private volatile RoleIndex index;

  public RbacAuthorizer(RoleSource source) {
    this.source = source;
    this.index = RoleIndex.empty();
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
    RoleIndex known = index;
    if (known.version() == source.version()) {
      return known;
    }
    RoleIndex fresh = RoleIndex.of(source, known);
    index = fresh;
    return fresh;
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
