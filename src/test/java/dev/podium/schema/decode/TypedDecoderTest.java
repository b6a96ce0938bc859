package dev.podium.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedDecoderTest {
  private static ObjectType type(String apiVersion, String kind) {
    return Schemas.builtIn().kind(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
  }

  private static TypedDecoder.Typed decode(String apiVersion, String kind, String json) {
    JsonObject tree = (JsonObject) RawReader.read(json.getBytes(StandardCharsets.UTF_8));
    return TypedDecoder.decode(type(apiVersion, kind), tree);
  }

  private static String decoded(String apiVersion, String kind, String json) {
    return decode(apiVersion, kind, json).value().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apps/v1, Deployment | {"spec": {"replicas": "two"}} | json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32
          apps/v1, Deployment | {"spec": {"replicas": 99999999999}} | json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas of type int32
          apps/v1, Deployment | {"spec": {"replicas": 1.5}} | json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32
          apps/v1, Deployment | {"spec": {"strategy": {"rollingUpdate": {"maxSurge": true}}}} | json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32
          apps/v1, Deployment | {"spec": {"strategy": {"rollingUpdate": {"maxSurge": 1.5}}}} | json: cannot unmarshal number 1.5 into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32
          v1, ConfigMap | {"metadata": []} | json: cannot unmarshal array into Go struct field ConfigMap.metadata of type v1.ObjectMeta
          v1, ConfigMap | {"metadata": {"labels": {"a": 1}}} | json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string
          v1, ConfigMap | {"data": "x"} | json: cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string
          v1, Pod | {"spec": {"containers": [5]}} | json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type v1.Container
          v1, Pod | {"spec": {"containers": [{"name": {}}]}} | json: cannot unmarshal object into Go struct field Container.spec.containers.name of type string
          v1, Pod | {"spec": {"containers": [{"ports": [{"protocol": 5}]}]}} | json: cannot unmarshal number into Go struct field ContainerPort.spec.containers.ports.protocol of type v1.Protocol
          v1, Pod | {"spec": {"terminationGracePeriodSeconds": 5.0}} | json: cannot unmarshal number 5.0 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64
          v1, Pod | {"spec": {"volumes": [{"emptyDir": "x"}]}} | json: cannot unmarshal string into Go struct field Volume.spec.volumes.emptyDir of type v1.EmptyDirVolumeSource
          v1, Pod | {"metadata": {"creationTimestamp": 5}} | json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string
          v1, Pod | {"metadata": {"creationTimestamp": "x"}} | parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"
          v1, Pod | {"metadata": {"name": 1}, "spec": {"containers": [{"resources": {"limits": {"cpu": "1x"}}}]}} | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
          v1, Pod | {"metadata": {"name": 1, "namespace": 2}} | json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string
          v1, Secret | {"data": {"a": "!!"}} | illegal base64 data at input byte 0
          v1, Secret | {"data": {"a": "YQ="}} | illegal base64 data at input byte 3
          v1, Secret | {"data": {"a": "YWJj="}} | illegal base64 data at input byte 4
          v1, Secret | {"data": {"a": "YWJjZ"}} | illegal base64 data at input byte 4
          v1, Secret | {"data": {"a": 5}} | json: cannot unmarshal number into Go struct field Secret.data of type []uint8
          rbac.authorization.k8s.io/v1, Role | {"rules": "all"} | json: cannot unmarshal string into Go struct field Role.rules of type []v1.PolicyRule
          coordination.k8s.io/v1, Lease | {"spec": {"renewTime": "2020-01-01T00:00:00.1Z"}} | parsing time "2020-01-01T00:00:00.1Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse ".1Z" as ".000000"
          """)
  void whatDoesNotFitIsRefusedInGosWords(String kind, String json, String message) {
    String[] names = kind.split(", ");
    assertThatThrownBy(() -> decode(names[0], names[1], json))
        .isInstanceOf(DecodeException.class)
        .hasMessage(message);
  }

  @Test
  void unknownAndRepeatedFieldsAreReportedWhereTheyStandAndDropped() {
    TypedDecoder.Typed typed =
        decode(
            "v1",
            "Pod",
            """
            {"metadata": {"name": "d", "nope": 1, "name": "e", "labels": {"a": "1", "a": "2"}},
             "spec": {"containers": [{"name": "c", "imagepullpolicy": "Never",
               "env": [{"name": "A", "values": {"x": 1, "x": 2}}]}]}, "extra": {}}
            """);
    assertThat(typed.strictErrors())
        .containsExactly(
            "unknown field \"metadata.nope\"",
            "duplicate field \"metadata.name\"",
            "duplicate field \"metadata.labels.a\"",
            "unknown field \"spec.containers[0].imagepullpolicy\"",
            "unknown field \"spec.containers[0].env[0].values\"",
            "unknown field \"extra\"");
    assertThat(typed.value())
        .hasToString(
            "{\"metadata\":{\"name\":\"e\",\"labels\":{\"a\":\"2\"}},\"spec\":{\"containers\":[{\"name\":\"c\","
                + "\"env\":[{\"name\":\"A\"}],\"resources\":{}}]},\"status\":{}}");
  }

  @Test
  void aRepeatedStructAddsToTheFirst() {
    assertThat(
            decoded(
                "v1", "ConfigMap", "{\"metadata\":{\"name\":\"a\"},\"metadata\":{\"uid\":\"u\"}}"))
        .isEqualTo("{\"metadata\":{\"name\":\"a\",\"uid\":\"u\"}}");
  }

  @Test
  void fieldsComeInDeclaredOrderAndMapsSorted() {
    assertThat(
            decoded(
                "v1",
                "ConfigMap",
                "{\"data\":{\"b\":\"1\",\"a\":\"2\"},\"metadata\":{\"uid\":\"u\",\"name\":\"n\"},\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}"))
        .isEqualTo(
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"n\",\"uid\":\"u\"},"
                + "\"data\":{\"a\":\"2\",\"b\":\"1\"}}");
  }

  @Test
  void zerosDisappearWhereGoOmitsThemAndPointersKeepThem() {
    assertThat(
            decoded(
                "apps/v1",
                "Deployment",
                """
                {"metadata": {"namespace": "", "labels": {}, "finalizers": [], "creationTimestamp": null},
                 "spec": {"replicas": 0, "minReadySeconds": 0, "paused": false, "selector": {},
                  "template": {"spec": {"hostNetwork": false, "containers": null,
                    "securityContext": {}, "nodeSelector": {}, "automountServiceAccountToken": false}}}}
                """))
        .isEqualTo(
            "{\"metadata\":{},\"spec\":{\"replicas\":0,\"selector\":{},\"template\":{\"metadata\":{},"
                + "\"spec\":{\"containers\":null,\"automountServiceAccountToken\":false,"
                + "\"securityContext\":{}}},\"strategy\":{}},\"status\":{}}");
  }

  @Test
  void whatGoAlwaysWritesIsFilledIn() {
    assertThat(decoded("apps/v1", "DaemonSet", "{}"))
        .isEqualTo(
            "{\"metadata\":{},\"spec\":{\"selector\":null,\"template\":{\"metadata\":{},\"spec\":{\"containers\":null}},"
                + "\"updateStrategy\":{}},\"status\":{\"currentNumberScheduled\":0,\"numberMisscheduled\":0,"
                + "\"desiredNumberScheduled\":0,\"numberReady\":0}}");
  }

  @Test
  void anEmptyListThatIsAlwaysWrittenIsNullOnceStored() {
    String role = "{\"metadata\":{},\"rules\":[]}";

    assertThat(decoded("rbac.authorization.k8s.io/v1", "Role", role)).isEqualTo(role);
    assertThat(
            TypedDecoder.stored(
                    type("rbac.authorization.k8s.io/v1", "Role"), Json.parseObject(role))
                .toString())
        .isEqualTo("{\"metadata\":{},\"rules\":null}");
  }

  @Test
  void quantitiesAndTimesAreWrittenAsTheServerWritesThem() {
    assertThat(
            decoded(
                "v1",
                "LimitRange",
                "{\"spec\":{\"limits\":[{\"type\":\"Container\",\"max\":{\"memory\":1000000.0,\"cpu\":0.5},"
                    + "\"min\":{\"memory\":\"1024Ki\",\"cpu\":1e3}}]}}"))
        .isEqualTo(
            "{\"metadata\":{},\"spec\":{\"limits\":[{\"type\":\"Container\",\"max\":{\"cpu\":\"500m\",\"memory\":\"1M\"},"
                + "\"min\":{\"cpu\":\"1e3\",\"memory\":\"1Mi\"}}]}}");
    assertThat(
            decoded(
                "v1",
                "ConfigMap",
                "{\"metadata\":{\"creationTimestamp\":\"2020-01-01T02:00:00.5+02:00\"}}"))
        .isEqualTo("{\"metadata\":{\"creationTimestamp\":\"2020-01-01T00:00:00Z\"}}");
  }

  @Test
  void nullsInsideListsAndMapsAreZeros() {
    assertThat(decoded("v1", "ConfigMap", "{\"metadata\":null,\"data\":{\"a\":null}}"))
        .isEqualTo("{\"metadata\":{},\"data\":{\"a\":\"\"}}");
    assertThat(decoded("v1", "Endpoints", "{\"subsets\":[null]}"))
        .isEqualTo("{\"metadata\":{},\"subsets\":[{}]}");
  }

  @Test
  void aTreeThatIsAsItShouldBeIsTheResult() {
    JsonObject pod =
        decode(
                "v1",
                "Pod",
                """
                {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "p", "labels": {"b": "1", "a": "2"}},
                 "spec": {"containers": [{"image": "i", "name": "c", "resources": {"limits": {"cpu": "1.0"}}}]}}
                """)
            .value();
    assertThat(TypedDecoder.decode(type("v1", "Pod"), pod).value()).isSameAs(pod);
    JsonObject renamed = pod.with("metadata", m -> m.with("name", "q"));
    JsonObject again = TypedDecoder.decode(type("v1", "Pod"), renamed).value();
    assertThat(again.get("spec")).isSameAs(pod.get("spec"));
  }

  @Test
  void freeFormsAreKeptAsTheyAre() {
    assertThat(
            decoded(
                "apps/v1",
                "ControllerRevision",
                "{\"data\":{\"z\":1.5,\"a\":[null,{\"kind\":\"\"}]},\"revision\":1}"))
        .isEqualTo(
            "{\"metadata\":{},\"data\":{\"z\":1.5,\"a\":[null,{\"kind\":\"\"}]},\"revision\":1}");
  }

  @Test
  void emptyFreeFormsSaySomething() {
    assertThat(
            decode(
                    "apiextensions.k8s.io/v1",
                    "CustomResourceDefinition",
                    """
                    {"spec": {"versions": [{"name": "v1", "schema": {"openAPIV3Schema": {"properties": {
                      "a": {"default": 0, "items": {}}, "b": {"default": ""}, "c": {"default": {}},
                      "d": {"default": []}, "e": {"enum": ["", 0]}}}}}]}}
                    """)
                .value()
                .objects("spec", "versions")
                .getFirst()
                .object("schema", "openAPIV3Schema", "properties"))
        .hasToString(
            "{\"a\":{\"default\":0,\"items\":{}},\"b\":{\"default\":\"\"},\"c\":{\"default\":{}},"
                + "\"d\":{\"default\":[]},\"e\":{\"enum\":[\"\",0]}}");
  }
}
