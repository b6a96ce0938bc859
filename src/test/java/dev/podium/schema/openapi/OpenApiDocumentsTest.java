package dev.podium.schema.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.Schemas;
import dev.podium.schema.openapi.ServedResource.DeletionAnswer;
import dev.podium.schema.openapi.ServedSubresource.Connection;
import dev.podium.schema.openapi.ServedSubresource.OfObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiDocumentsTest {
  private static final Set<String> ALL =
      Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final GroupVersionKind POD = GroupVersionKind.of("v1", "Pod");
  private static final GroupVersionKind KITE = GroupVersionKind.of("example.com/v1", "Kite");
  private static final DefinitionSource BUILT_IN =
      new TypeDefinitions(Schemas.builtIn(), "v1.36.2");
  private static final String PODS = "/api/v1/namespaces/{namespace}/pods";

  private static final ServedResource PODS_RESOURCE =
      ServedResource.builtIn(
          POD,
          "pods",
          true,
          ALL,
          DeletionAnswer.OBJECT,
          List.of(
              OfObject.builtIn("status", POD, Set.of("get", "update", "patch")),
              OfObject.builtIn(
                  "eviction", GroupVersionKind.of("policy/v1", "Eviction"), Set.of("create")),
              Connection.stream("exec", "io.k8s.api.core.v1.PodExecOptions"),
              Connection.proxy("io.k8s.api.core.v1.PodProxyOptions")));
  private static final ServedResource REVIEWS =
      ServedResource.builtIn(
          GroupVersionKind.of("authorization.k8s.io/v1", "SelfSubjectAccessReview"),
          "selfsubjectaccessreviews",
          false,
          Set.of("create"),
          DeletionAnswer.STATUS,
          List.of());
  private static final ServedResource KITES =
      new ServedResource(
          KITE,
          "kites",
          true,
          ALL,
          "com.example.v1.Kite",
          "com.example.v1.KiteList",
          DeletionAnswer.STATUS,
          true,
          List.of());

  /// A custom resource brings its own JSON schema.
  private static final DefinitionSource KITE_SCHEMA =
      new DefinitionSource() {
        @Override
        public Optional<JsonObject> definition(String name, Dialect dialect) {
          return name.startsWith("com.example.")
              ? Optional.of(
                  JsonObject.of(
                      "type",
                      "object",
                      "properties",
                      JsonObject.of(
                          "metadata",
                          dialect.ref("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"))))
              : Optional.empty();
        }

        @Override
        public String fingerprint(GroupVersion groupVersion) {
          return groupVersion.group().equals("example.com") ? "kites" : "";
        }
      };

  private final OpenApiDocuments documents =
      OpenApiDocuments.of(List.of(PODS_RESOURCE, REVIEWS), BUILT_IN, "1.36");

  private JsonObject v3(String path) {
    return Json.parseObject(documents.v3(path).orElseThrow().bytes());
  }

  private static JsonObject object(JsonObject from, String... path) {
    return (JsonObject) from.find(path).orElseThrow();
  }

  private static List<String> names(JsonObject from, String... path) {
    return ((JsonArray) from.find(path).orElse(JsonArray.EMPTY))
        .objects().stream().map(p -> p.string("name")).toList();
  }

  @Test
  void theIndexHasADocumentForEveryGroupAndVersion() {
    JsonObject paths = object(Json.parseObject(documents.v3Index().bytes()), "paths");
    assertThat(paths.keys())
        .contains("api", "api/v1", "apis", "apis/authorization.k8s.io", "version")
        .contains("apis/authorization.k8s.io/v1", ".well-known/openid-configuration");
    assertThat(paths.string("api/v1", "serverRelativeURL"))
        .matches("/openapi/v3/api/v1\\?hash=[0-9A-F]{128}");
  }

  @Test
  void operationsAreNamedAsClientGeneratorsKnowThem() {
    JsonObject paths = object(v3("api/v1"), "paths");
    assertThat(paths.string(PODS, "get", "operationId")).isEqualTo("listCoreV1NamespacedPod");
    assertThat(paths.string(PODS, "delete", "operationId"))
        .isEqualTo("deleteCoreV1CollectionNamespacedPod");
    assertThat(paths.string("/api/v1/pods", "get", "operationId"))
        .isEqualTo("listCoreV1PodForAllNamespaces");
    assertThat(paths.string(PODS + "/{name}/eviction", "post", "operationId"))
        .isEqualTo("createCoreV1NamespacedPodEviction");
    assertThat(paths.string(PODS + "/{name}/proxy/{path}", "get", "operationId"))
        .isEqualTo("connectCoreV1GetNamespacedPodProxyWithPath");
    assertThat(paths.string("/api/v1/watch/pods", "get", "operationId"))
        .isEqualTo("watchCoreV1PodListForAllNamespaces");
    assertThat(paths.string(PODS, "post", "description")).isEqualTo("create a Pod");
  }

  @Test
  void aPatchNamesFieldValidationItself() {
    JsonObject paths = object(v3("api/v1"), "paths");
    assertThat(names(paths, PODS + "/{name}", "patch", "parameters")).contains("fieldValidation");
    assertThat(names(paths, PODS + "/{name}", "parameters"))
        .containsExactly("name", "namespace", "pretty");
  }

  @Test
  void whatCanOnlyBeCreatedHasNoPatch() {
    JsonObject paths = object(v3("apis/authorization.k8s.io/v1"), "paths");
    String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    assertThat(object(paths, path).keys()).containsExactlyInAnyOrder("post", "parameters");
    assertThat(paths.keys()).noneMatch(p -> p.contains("{name}"));
  }

  @Test
  void aReferenceWithADescriptionIsWrappedInV3Only() {
    String spec = "io.k8s.api.core.v1.Pod";
    JsonObject v3 = object(v3("api/v1"), "components", "schemas", spec, "properties", "spec");
    assertThat(v3.has("$ref")).isFalse();
    assertThat(v3.has("allOf")).isTrue();
    assertThat(v3.get("default")).isEqualTo(JsonObject.EMPTY);
    JsonObject v2 =
        object(Json.parseObject(documents.v2().bytes()), "definitions", spec, "properties", "spec");
    assertThat(v2.string("$ref")).isEqualTo("#/definitions/io.k8s.api.core.v1.PodSpec");
    assertThat(v2.has("default")).isFalse();
  }

  @Test
  void aQuantityMayBeANumberInV3() {
    String quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    assertThat(object(v3("api/v1"), "components", "schemas", quantity).has("oneOf")).isTrue();
    JsonObject v2 = object(Json.parseObject(documents.v2().bytes()), "definitions", quantity);
    assertThat(v2.string("type")).isEqualTo("string");
  }

  @Test
  void documentsHoldWhatTheyReferToAndNoMore() {
    JsonObject schemas = object(v3("version"), "components", "schemas");
    assertThat(schemas.keys()).containsExactly("io.k8s.apimachinery.pkg.version.Info");
  }

  @Test
  void aCustomResourceAddsItsOwnDocumentsAndChangesNoOther() {
    OpenApiDocuments more =
        documents.serving(List.of(PODS_RESOURCE, REVIEWS, KITES), BUILT_IN.or(KITE_SCHEMA));
    assertThat(more.v3("api/v1").orElseThrow().hash())
        .isEqualTo(documents.v3("api/v1").orElseThrow().hash());
    assertThat(more.v3Index().hash()).isNotEqualTo(documents.v3Index().hash());
    assertThat(more.v2().hash()).isNotEqualTo(documents.v2().hash());
    JsonObject kites = Json.parseObject(more.v3("apis/example.com/v1").orElseThrow().bytes());
    String one = "/apis/example.com/v1/namespaces/{namespace}/kites/{name}";
    assertThat(object(kites, "paths", one, "patch", "requestBody", "content").keys())
        .containsExactlyInAnyOrder(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/apply-patch+yaml");
    assertThat(object(kites, "components", "schemas").keys()).contains("com.example.v1.Kite");
  }

  @Test
  void theProtobufFormBeginsWithTheSwaggerVersion() {
    byte[] bytes = documents.v2Protobuf().bytes();
    assertThat(bytes).startsWith("\n\0032.0".getBytes(StandardCharsets.UTF_8));
    assertThat(documents.v2Protobuf().hash()).isEqualTo(documents.v2().hash());
  }

  @Test
  void theProtobufFormOfVersion3HasTheMessagesOfGnostic() {
    JsonObject document =
        JsonObject.of(
            "openapi",
            "3.0.0",
            "components",
            JsonObject.of(
                "schemas",
                JsonObject.of(
                    "K",
                    JsonObject.of(
                        "type",
                        "integer",
                        "minLength",
                        300L,
                        "minimum",
                        1L,
                        "default",
                        0L,
                        "items",
                        JsonObject.of("$ref", "r"),
                        "x-a",
                        true))));
    String schema =
        "ca0107"
            + hex("integer")
            + "8001ac02"
            + "69000000000000f03f"
            + "8a0209090000000000000000"
            + "f20107"
            + "0a05"
            + "1203"
            + "0a01"
            + hex("r")
            + "a2020e"
            + "0a03"
            + hex("x-a")
            + "1207"
            + "1205"
            + hex("true\n");
    assertThat(HexFormat.of().formatHex(GnosticV3Document.encode(document)))
        .isEqualTo(
            "0a05"
                + hex("3.0.0")
                + "2a49"
                + "0a47"
                + "0a45"
                + "0a01"
                + hex("K")
                + "1240"
                + "0a3e"
                + schema);
    assertThat(documents.v3Protobuf("api/v1").orElseThrow().bytes())
        .startsWith("\n\0053.0.0".getBytes(StandardCharsets.UTF_8));
    assertThat(documents.v3Protobuf("api/v1").orElseThrow().hash())
        .isEqualTo(documents.v3("api/v1").orElseThrow().hash());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
