package dev.podium.resources.rbac;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.NameRule;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.util.List;
import java.util.stream.Stream;

/// Role and ClusterRole: sets of rules, of one namespace or of the cluster.
///
/// Upstream: pkg/apis/rbac/validation/validation.go, pkg/registry/rbac/{role,clusterrole}.
final class Roles {
  private Roles() {}

  static ResourceDefinition role() {
    return ResourceDefinition.of(RbacResources.VERSION, "Role", "roles")
        .nameRule(NameRule.PATH_SEGMENT)
        .createsOnUpdate()
        .validate((role, errors) -> rules(role, true, errors))
        .build();
  }

  static ResourceDefinition clusterRole() {
    return ResourceDefinition.of(RbacResources.VERSION, "ClusterRole", "clusterroles")
        .clusterScoped()
        .nameRule(NameRule.PATH_SEGMENT)
        .createsOnUpdate()
        .validate((role, errors) -> {
          rules(role, false, errors);
          aggregation(role, errors);
        })
        .build();
  }

  private static void rules(ApiObject role, boolean namespaced, List<FieldError> errors) {
    List<JsonObject> rules = role.root().objects("rules");
    for (int i = 0; i < rules.size(); i++) {
      rule(rules.get(i), namespaced, FieldPath.of("rules").index(i), errors);
    }
  }

  /// Upstream: ValidatePolicyRule.
  private static void rule(
      JsonObject rule, boolean namespaced, FieldPath path, List<FieldError> errors) {
    if (rule.array("verbs").isEmpty()) {
      errors.add(FieldError.required(path.child("verbs"), "verbs must contain at least one value"));
    }
    JsonArray urls = rule.array("nonResourceURLs");
    if (!urls.isEmpty()) {
      nonResourceRule(rule, urls, namespaced, path.child("nonResourceURLs"), errors);
      return;
    }
    if (rule.array("apiGroups").isEmpty()) {
      errors.add(
          FieldError.required(
              path.child("apiGroups"), "resource rules must supply at least one api group"));
    }
    if (rule.array("resources").isEmpty()) {
      errors.add(
          FieldError.required(
              path.child("resources"), "resource rules must supply at least one resource"));
    }
  }

  private static void nonResourceRule(
      JsonObject rule,
      JsonArray urls,
      boolean namespaced,
      FieldPath path,
      List<FieldError> errors) {
    if (namespaced) {
      errors.add(
          FieldError.invalid(path, urls, "namespaced rules cannot apply to non-resource URLs"));
    }
    boolean mixed =
        Stream.of("apiGroups", "resources", "resourceNames")
            .anyMatch(field -> !rule.array(field).isEmpty());
    if (mixed) {
      errors.add(
          FieldError.invalid(
              path, urls, "rules cannot apply to both regular resources and non-resource URLs"));
    }
  }

  private static void aggregation(ApiObject role, List<FieldError> errors) {
    Part.of(role, errors).find("aggregationRule").ifPresent(Roles::aggregation);
  }

  private static void aggregation(Part rule) {
    if (rule.array("clusterRoleSelectors").isEmpty()) {
      rule.required(
          "clusterRoleSelectors",
          "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
    for (Part selector : rule.items("clusterRoleSelectors")) {
      SelectorFields.check(selector);
      try {
        LabelSelector.ofJson(selector.value());
      } catch (IllegalArgumentException e) {
        // Upstream shows what it failed to make.
        selector.add(FieldError.invalid(selector.path(), JsonNull.NULL, "invalid label selector."));
      }
    }
  }
}
