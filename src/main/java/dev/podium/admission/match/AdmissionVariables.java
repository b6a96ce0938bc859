package dev.podium.admission.match;

import dev.podium.admission.AdmissionRequest;
import dev.podium.auth.Attributes;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Decision;
import dev.podium.auth.UserInfo;
import dev.podium.cel.AccessCheck;
import dev.podium.cel.SchemaTypes;
import dev.podium.cel.ValueType;
import dev.podium.cel.ValueType.ListOf;
import dev.podium.cel.ValueType.MapOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.schema.Schemas;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What expressions of policies and match conditions may speak of.
///
/// Upstream: apiserver's admission/plugin/cel/compile.go (mustBuildEnvs) and condition.go.
public final class AdmissionVariables {
  private static final Structure KIND =
      text("kubernetes.GroupVersionKind", "group", "version", "kind");
  private static final Structure RESOURCE =
      text("kubernetes.GroupVersionResource", "group", "version", "resource");

  private AdmissionVariables() {}

  private static Structure text(String name, String... fields) {
    Map<String, ValueType> types = new LinkedHashMap<>();
    for (String field : fields) {
      types.put(field, Simple.STRING);
    }
    return Structure.of(name, types);
  }

  /// @param params whether there are parameters
  public static Map<String, ValueType> types(boolean params) {
    Map<String, ValueType> types = new LinkedHashMap<>();
    types.put("object", Simple.DYN);
    types.put("oldObject", Simple.DYN);
    if (params) {
      types.put("params", Simple.DYN);
    }
    types.put("request", request());
    types.put(
        "namespaceObject",
        SchemaTypes.of(
            Schemas.builtIn().kind(new GroupVersionKind("", "v1", "Namespace")).orElseThrow()));
    types.put("authorizer", Simple.AUTHORIZER);
    types.put("authorizer.requestResource", Simple.RESOURCE_CHECK);
    return types;
  }

  private static Structure request() {
    Map<String, ValueType> fields = new LinkedHashMap<>();
    fields.put("kind", KIND);
    fields.put("resource", RESOURCE);
    fields.put("subResource", Simple.STRING);
    fields.put("requestKind", KIND);
    fields.put("requestResource", RESOURCE);
    fields.put("requestSubResource", Simple.STRING);
    fields.put("name", Simple.STRING);
    fields.put("namespace", Simple.STRING);
    fields.put("operation", Simple.STRING);
    fields.put("userInfo", user());
    fields.put("dryRun", Simple.BOOL);
    fields.put("options", Simple.DYN);
    return Structure.of("kubernetes.AdmissionRequest", fields);
  }

  private static Structure user() {
    ValueType texts = ListOf.of(Simple.STRING);
    return Structure.of(
        "kubernetes.UserInfo",
        Map.of(
            "username",
            Simple.STRING,
            "uid",
            Simple.STRING,
            "groups",
            texts,
            "extra",
            new MapOf(texts)));
  }

  /// The values for one request.
  ///
  /// @param object the request's object as the policy wants to see it
  public static Map<String, Object> values(
      AdmissionRequest request,
      Kinds.Kind matched,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      Optional<ApiObject> namespace,
      Authorizer authorizer) {
    AccessCheck access = access(request.user(), authorizer);
    Map<String, Object> values = new HashMap<>();
    values.put("object", json(object));
    values.put("oldObject", json(old));
    values.put("request", RequestForm.of(request, matched));
    values.put("namespaceObject", json(namespace));
    values.put("authorizer", access);
    values.put(
        "authorizer.requestResource",
        new AccessCheck.ToResource(
            access,
            request.resource().group(),
            request.resource().resource(),
            request.subresource(),
            request.namespace(),
            request.name()));
    return values;
  }

  private static Object json(Optional<ApiObject> object) {
    return object.<Object>map(ApiObject::root).orElse(JsonNull.NULL);
  }

  private static AccessCheck access(UserInfo user, Authorizer authorizer) {
    return question -> {
      UserInfo asked =
          question
              .serviceAccount()
              .map(account -> serviceAccount(account.namespace(), account.name()))
              .orElse(user);
      Attributes attributes =
          question.path().isEmpty()
              ? Attributes.resource(
                      asked,
                      question.verb(),
                      new GroupResource(question.group(), question.resource()),
                      question.namespace(),
                      question.name())
                  .withSubresource(question.subresource())
              : Attributes.path(asked, question.verb(), question.path());
      Decision decision = authorizer.authorize(attributes);
      return new AccessCheck.Decision(decision.allowed(), decision.reason());
    };
  }

  private static UserInfo serviceAccount(String namespace, String name) {
    return UserInfo.of(
        "system:serviceaccount:" + namespace + ":" + name,
        "system:serviceaccounts",
        "system:serviceaccounts:" + namespace,
        UserInfo.AUTHENTICATED);
  }
}
