package dev.podium.resources.access;

import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.PolicyRule;
import dev.podium.auth.rbac.Rights;
import dev.podium.auth.rbac.RuleResolver;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// What may the caller do in a namespace?
///
/// Upstream: pkg/registry/authorization/selfsubjectrulesreview/rest.go, whose answer leaves out the
/// question.
final class RulesReview {
  private RulesReview() {}

  static ApiObject of(ApiObject review, UserInfo caller, RuleResolver resolver) {
    String namespace = review.spec().string("namespace");
    if (namespace.isEmpty()) {
      throw ApiException.badRequest("no namespace on request");
    }
    Rights rights = resolver.rights(caller, namespace);
    List<JsonObject> resources = new ArrayList<>();
    List<JsonObject> paths = new ArrayList<>();
    for (PolicyRule rule : rights.rules()) {
      if (!rule.resources().isEmpty()) {
        resources.add(resourceRule(rule));
      }
      if (!rule.nonResourceUrls().isEmpty()) {
        paths.add(JsonObject.of("verbs", rule.verbs(), "nonResourceURLs", rule.nonResourceUrls()));
      }
    }
    JsonObject status =
        JsonObject.of("resourceRules", resources, "nonResourceRules", paths, "incomplete", false);
    return ApiObject.of(
        JsonObject.of(
            "kind",
            "SelfSubjectRulesReview",
            "apiVersion",
            AccessKinds.AUTHORIZATION,
            "metadata",
            JsonObject.EMPTY,
            "spec",
            JsonObject.EMPTY,
            "status",
            rights.problems().isEmpty()
                ? status
                : status.with("evaluationError", String.join(", ", rights.problems()))));
  }

  private static JsonObject resourceRule(PolicyRule rule) {
    JsonObject json =
        JsonObject.of(
            "verbs", rule.verbs(), "apiGroups", rule.apiGroups(), "resources", rule.resources());
    return rule.resourceNames().isEmpty() ? json : json.with("resourceNames", rule.resourceNames());
  }
}
