package dev.podium.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupVersionKind;
import dev.podium.schema.Field.Empty;
import dev.podium.schema.Field.ListKind;
import dev.podium.schema.Field.PatchStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltInSchemasTest {
  private final Schemas schemas = Schemas.builtIn();

  private ObjectType kind(String apiVersion, String kind) {
    return schemas.kind(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
  }

  private static Field at(ObjectType type, String... path) {
    SchemaType here = type;
    Field field = Field.of("", type);
    for (String step : path) {
      field = ((ObjectType) here).field(step).orElseThrow();
      here = field.type() instanceof ListType(var items, _) ? items : field.type();
    }
    return field;
  }

  @Test
  void fieldsStandInTheOrderInWhichTheServerWritesThem() {
    assertThat(kind("apps/v1", "Deployment").fields())
        .extracting(Field::name)
        .containsExactly("kind", "apiVersion", "metadata", "spec", "status");
  }

  @Test
  void aKeyedListKnowsBothItsKeysAndItsMergeKey() {
    Field ports = at(kind("v1", "Pod"), "spec", "containers", "ports");
    assertThat(ports.listType()).contains(ListKind.MAP);
    assertThat(ports.listMapKeys()).containsExactly("containerPort", "protocol");
    assertThat(ports.patchMergeKey()).contains("containerPort");
    assertThat(ports.patchStrategies()).containsExactly(PatchStrategy.MERGE);
  }

  @Test
  void whatGoEmbedsIsPartOfTheObjectThatEmbedsIt() {
    Field secret = at(kind("v1", "Pod"), "spec", "volumes", "secret");
    assertThat(((ObjectType) secret.type()).goName()).isEqualTo("SecretVolumeSource");
    assertThat(secret.protobuf().orElseThrow().path()).isEqualTo(List.of(2, 6));
  }

  @Test
  void typesThatMarshalThemselvesAreScalars() {
    ObjectType pod = kind("v1", "Pod");
    assertThat(at(pod, "metadata", "creationTimestamp").type()).isEqualTo(Scalar.TIME);
    assertThat(at(pod, "spec", "containers", "resources", "limits").type())
        .isEqualTo(new MapType(Scalar.QUANTITY));
    assertThat(at(pod, "spec", "containers", "ports", "containerPort").type())
        .isEqualTo(Scalar.INT32);
    assertThat(at(kind("v1", "Secret"), "data").type()).isEqualTo(new MapType(Scalar.BYTES));
  }

  @Test
  void aTypeMayHoldItself() {
    ObjectType schema =
        schemas
            .definition("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
            .orElseThrow();
    assertThat(schema.field("not").orElseThrow().type()).isSameAs(schema);
    assertThat(schema.field("x-kubernetes-list-map-keys")).isPresent();
  }

  @Test
  void aPortsProtocolDefaultsInTheSchema() {
    assertThat(at(kind("v1", "Service"), "spec", "ports", "protocol").defaultValue())
        .contains("TCP");
  }

  @Test
  void descriptionsKeepTheLineBreaksOfGosComments() {
    Field pathType = at(kind("networking.k8s.io/v1", "Ingress"), "spec", "rules", "http");
    pathType = ((ObjectType) pathType.type()).field("paths").orElseThrow();
    pathType = at((ObjectType) ((ListType) pathType.type()).items(), "pathType");
    assertThat(pathType.description())
        .contains(
            "* Prefix: Matches based on a URL path prefix split by '/'. Matching is\n  done on")
        .contains(
            "\n* ImplementationSpecific: Interpretation of the Path matching is up to\n  the");
  }

  @Test
  void anEnumerationTellsWhatItsValuesMean() {
    Field policy = at(kind("v1", "Pod"), "spec", "containers", "imagePullPolicy");
    assertThat(policy.enumeration()).containsExactly("Always", "IfNotPresent", "Never");
    assertThat(policy.description())
        .contains("\n\nPossible enum values:\n - `\"Always\"` means that kubelet always attempts");
    assertThat(at(kind("v1", "PersistentVolumeClaim"), "spec", "accessModes").description())
        .doesNotContain("Possible enum values");
  }

  @Test
  void wordsAreThoseOfTheReleaseWhereACommentIsNewer() {
    assertThat(at(kind("v1", "ConfigMap"), "binaryData").description())
        .endsWith("Using this field will require 1.10+ apiserver and kubelet.");
  }

  @Test
  void decoderErrorsCiteGosTypes() {
    ObjectType pod = kind("v1", "Pod");
    assertThat(at(pod, "spec").goType()).isEqualTo("v1.PodSpec");
    assertThat(at(pod, "spec", "containers").goType()).isEqualTo("[]v1.Container");
    assertThat(at(pod, "spec", "containers", "imagePullPolicy").goType())
        .isEqualTo("v1.PullPolicy");
    assertThat(at(pod, "metadata", "labels").goType()).isEqualTo("map[string]string");
    assertThat(at(pod, "metadata", "uid").goType()).isEqualTo("types.UID");
    assertThat(at(kind("apps/v1", "Deployment"), "spec", "replicas").goType()).isEqualTo("int32");
  }

  @Test
  void whatGoWritesForNothingIsKnown() {
    ObjectType pod = kind("v1", "Pod");
    assertThat(at(pod, "spec", "containers", "resources").empty()).isEqualTo(Empty.STRUCT);
    assertThat(at(pod, "spec", "containers", "securityContext").empty()).isEqualTo(Empty.OMITTED);
    assertThat(at(pod, "spec", "containers").empty()).isEqualTo(Empty.NULL);
    assertThat(at(pod, "spec", "containers", "name").empty()).isEqualTo(Empty.ZERO);
    assertThat(at(pod, "metadata", "creationTimestamp").empty()).isEqualTo(Empty.OMITTED);
    assertThat(at(kind("v1", "Event"), "eventTime").empty()).isEqualTo(Empty.NULL);
  }

  @Test
  void unknownKindsHaveNoType() {
    assertThat(schemas.kind(new GroupVersionKind("apps", "v2", "Deployment"))).isEmpty();
  }
}
