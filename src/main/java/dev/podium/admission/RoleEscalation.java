package dev.podium.admission;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.Escalation;
import dev.podium.auth.rbac.PolicyRule;
import dev.podium.auth.rbac.RbacAuthorizer;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import java.util.List;
import java.util.Optional;

/// Nobody grants rights that they do not hold, unless they may `escalate` or `bind`.
///
/// Upstream: pkg/registry/rbac/*/policybased/storage.go, which stands between mutating admission
/// and the strategy; here it is the last step that may change an object, and changes none.
public final class RoleEscalation implements AdmissionStep {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final List<PolicyRule> EVERYTHING =
      List.of(
          new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
          new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

  private final Authorizer authorizer;
  private final RbacAuthorizer roles;

  public RoleEscalation(Authorizer authorizer, RbacAuthorizer roles) {
    this.authorizer = authorizer;
    this.roles = roles;
  }

  @Override
  public String name() {
    return "RoleEscalation";
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (request.resource().group().equals(GROUP)
        && !request.user().isMaster()
        && request.old().map(old -> changesMore(old, object)).orElse(true)) {
      switch (request.resource().resource()) {
        case "roles", "clusterroles" -> checkRole(request, object);
        case "rolebindings", "clusterrolebindings" -> checkBinding(request, object);
        default -> {}
      }
    }
    return object;
  }

  /// The garbage collector must be able to delete what it may not grant.
  private static boolean changesMore(ApiObject old, ApiObject object) {
    return !collected(old).equals(collected(object));
  }

  private static ApiObject collected(ApiObject object) {
    return object.editMetadata(metadata -> {
      metadata.remove("ownerReferences");
      metadata.remove("finalizers");
      metadata.remove("managedFields");
    });
  }

  private void checkRole(AdmissionRequest request, ApiObject role) {
    boolean known = request.operation() != AdmissionRequest.Operation.CREATE;
    Attributes escalate =
        Attributes.resource(
            request.user(),
            "escalate",
            request.resource(),
            request.namespace(),
            known ? request.name() : "");
    if (authorizer.authorize(escalate).allowed()) {
      return;
    }
    boolean aggregates =
        role.root().has("aggregationRule")
            || request.old().map(old -> old.root().has("aggregationRule")).orElse(false);
    if (aggregates && problem(request, EVERYTHING).isPresent()) {
      throw refusal(request, role, "must have cluster-admin privileges to use the aggregationRule");
    }
    problem(request, PolicyRule.of(role))
        .ifPresent(why -> {
          throw refusal(request, role, why);
        });
  }

  private void checkBinding(AdmissionRequest request, ApiObject binding) {
    String kind = binding.root().string("roleRef", "kind");
    String name = binding.root().string("roleRef", "name");
    String plural =
        switch (kind) {
          case "Role" -> "roles";
          case "ClusterRole" -> "clusterroles";
          default -> "";
        };
    UserInfo user = request.user();
    Attributes bind =
        Attributes.resource(
            user, "bind", new GroupResource(GROUP, plural), request.namespace(), name);
    if (plural.isEmpty() || authorizer.authorize(bind).allowed()) {
      return;
    }
    problem(request, roles.rulesOf(kind, request.namespace(), name))
        .ifPresent(why -> {
          throw refusal(request, binding, why);
        });
  }

  private Optional<String> problem(AdmissionRequest request, List<PolicyRule> granted) {
    UserInfo user = request.user();
    return Escalation.problem(user, roles.rights(user, request.namespace()), granted);
  }

  private static ApiException refusal(AdmissionRequest request, ApiObject object, String why) {
    return ApiException.forbidden(request.resource(), object.name(), why);
  }
}
