package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.schema.openapi.Operation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The operations that are about no resource: discovery, the version, the issuer of tokens.
final class DiscoveryOperations {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final List<String> JSON = List.of("application/json");
  private static final List<String> OBJECT_TYPES =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

  private DiscoveryOperations() {}

  /// The resources of a group-version.
  static Operation ofGroupVersion(GroupVersion groupVersion) {
    return operation(
        ResourceOperations.root(groupVersion) + '/',
        OperationIds.id("get", groupVersion, "APIResources"),
        OperationIds.tag(groupVersion),
        "get available resources",
        OBJECT_TYPES,
        META + "APIResourceList",
        true);
  }

  /// One document each, by its path below `/openapi/v3/`.
  static Map<String, List<Operation>> others(List<GroupVersion> groupVersions) {
    Map<String, List<Operation>> documents = new TreeMap<>();
    documents.put(
        "api",
        List.of(
            operation(
                "/api/",
                "getCoreAPIVersions",
                "core",
                "get available API versions",
                OBJECT_TYPES,
                META + "APIVersions",
                true)));
    documents.put(
        "apis",
        List.of(
            operation(
                "/apis/",
                "getAPIVersions",
                "apis",
                "get available API versions",
                OBJECT_TYPES,
                META + "APIGroupList",
                true)));
    for (GroupVersion groupVersion : groupVersions) {
      if (!groupVersion.group().isEmpty()) {
        documents.put("apis/" + groupVersion.group(), List.of(ofGroup(groupVersion)));
      }
    }
    documents.put(
        "version",
        List.of(
            operation(
                "/version/",
                "getCodeVersion",
                "version",
                "get the version information for this server",
                JSON,
                "io.k8s.apimachinery.pkg.version.Info",
                true)));
    documents.putAll(issuer());
    return documents;
  }

  private static Operation ofGroup(GroupVersion groupVersion) {
    String group = OperationIds.group(groupVersion);
    return operation(
        "/apis/" + groupVersion.group() + '/',
        "get" + OperationIds.camel(group, true) + "APIGroup",
        OperationIds.camel(group, false),
        "get information of a group",
        OBJECT_TYPES,
        META + "APIGroup",
        true);
  }

  private static Map<String, List<Operation>> issuer() {
    return Map.of(
        ".well-known/openid-configuration",
        List.of(
            operation(
                "/.well-known/openid-configuration/",
                "getServiceAccountIssuerOpenIDConfiguration",
                "WellKnown",
                "get service account issuer OpenID configuration, also known as the 'OIDC"
                    + " discovery doc'",
                JSON,
                Answer.TEXT,
                false)),
        "openid/v1/jwks",
        List.of(
            operation(
                "/openid/v1/jwks/",
                "getServiceAccountIssuerOpenIDKeyset",
                "openid",
                "get service account issuer OpenID JSON Web Key Set (contains public token"
                    + " verification keys)",
                List.of("application/jwk-set+json"),
                Answer.TEXT,
                false)));
  }

  private static Operation operation(
      String path,
      String id,
      String tag,
      String description,
      List<String> produces,
      String answer,
      boolean consumes) {
    Map<Integer, Answer> answers = new TreeMap<>();
    answers.put(200, Answer.of("OK", answer));
    answers.put(401, new Answer("Unauthorized", Optional.empty()));
    return new Operation(
        path,
        "get",
        id,
        tag,
        description,
        Optional.empty(),
        new ArrayList<>(),
        Optional.empty(),
        consumes ? produces : List.of(),
        produces,
        answers);
  }
}
