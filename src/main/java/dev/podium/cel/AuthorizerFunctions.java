package dev.podium.cel;

import static dev.podium.cel.KubernetesTypes.AUTHORIZER;
import static dev.podium.cel.KubernetesTypes.DECISION;
import static dev.podium.cel.KubernetesTypes.GROUP_CHECK;
import static dev.podium.cel.KubernetesTypes.PATH_CHECK;
import static dev.podium.cel.KubernetesTypes.RESOURCE_CHECK;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.podium.cel.AccessCheck.Decision;
import dev.podium.cel.AuthorizerValues.Authorizer;
import dev.podium.cel.AuthorizerValues.GroupCheck;
import dev.podium.cel.AuthorizerValues.PathCheck;
import dev.podium.cel.AuthorizerValues.ResourceCheck;
import java.util.List;

/// `authorizer.group('apps').resource('deployments').check('create').allowed()`.
///
/// Upstream: apiserver/pkg/cel/library/authz.go.
final class AuthorizerFunctions {
  private static final CelType TEXT = SimpleType.STRING;

  private AuthorizerFunctions() {}

  static Functions library() {
    Functions functions = new Functions();
    checks(functions);
    return functions
        .<Decision>member(
            "allowed", "decision_allowed", SimpleType.BOOL, DECISION, Decision::allowed)
        .<Decision>member("reason", "decision_reason", TEXT, DECISION, Decision::reason)
        .<Decision>member("errored", "decision_errored", SimpleType.BOOL, DECISION, _ -> false)
        .<Decision>member("error", "decision_error", TEXT, DECISION, _ -> "");
  }

  private static void checks(Functions functions) {
    functions
        .<Authorizer, String>member(
            "path", "authorizer_path", PATH_CHECK, AUTHORIZER, TEXT, AuthorizerFunctions::path)
        .<PathCheck, String>member(
            "check", "pathcheck_check", DECISION, PATH_CHECK, TEXT, PathCheck::check)
        .<Authorizer, String>member(
            "group", "authorizer_group", GROUP_CHECK, AUTHORIZER, TEXT, GroupCheck::new)
        .member(
            "serviceAccount",
            "authorizer_serviceaccount",
            AUTHORIZER,
            List.of(AUTHORIZER, TEXT, TEXT),
            arguments ->
                ((Authorizer) arguments[0]).of((String) arguments[1], (String) arguments[2]))
        .<GroupCheck, String>member(
            "resource",
            "groupcheck_resource",
            RESOURCE_CHECK,
            GROUP_CHECK,
            TEXT,
            (group, resource) ->
                new ResourceCheck(group.authorizer(), group.group(), resource, "", "", ""));
    resources(functions);
  }

  private static void resources(Functions functions) {
    functions
        .<ResourceCheck, String>member(
            "subresource",
            "resourcecheck_subresource",
            RESOURCE_CHECK,
            RESOURCE_CHECK,
            TEXT,
            (c, text) ->
                new ResourceCheck(
                    c.authorizer(), c.group(), c.resource(), text, c.namespace(), c.name()))
        .<ResourceCheck, String>member(
            "namespace",
            "resourcecheck_namespace",
            RESOURCE_CHECK,
            RESOURCE_CHECK,
            TEXT,
            (c, text) ->
                new ResourceCheck(
                    c.authorizer(), c.group(), c.resource(), c.subresource(), text, c.name()))
        .<ResourceCheck, String>member(
            "name",
            "resourcecheck_name",
            RESOURCE_CHECK,
            RESOURCE_CHECK,
            TEXT,
            (c, text) ->
                new ResourceCheck(
                    c.authorizer(), c.group(), c.resource(), c.subresource(), c.namespace(), text))
        // Decisions do not depend on selectors here, so they are taken and not looked at.
        .<ResourceCheck, String>member(
            "fieldSelector",
            "authorizer_fieldselector",
            RESOURCE_CHECK,
            RESOURCE_CHECK,
            TEXT,
            (c, _) -> c)
        .<ResourceCheck, String>member(
            "labelSelector",
            "authorizer_labelselector",
            RESOURCE_CHECK,
            RESOURCE_CHECK,
            TEXT,
            (c, _) -> c)
        .<ResourceCheck, String>member(
            "check", "resourcecheck_check", DECISION, RESOURCE_CHECK, TEXT, ResourceCheck::check);
  }

  private static PathCheck path(Authorizer authorizer, String path)
      throws dev.cel.runtime.CelEvaluationException {
    if (path.isEmpty()) {
      throw Functions.failure("path must not be empty");
    }
    return new PathCheck(authorizer, path);
  }
}
