package dev.podium.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.GroupVersionKind;
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
      here = field.type() instanceof ListType(var items) ? items : field.type();
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
  void unknownKindsHaveNoType() {
    assertThat(schemas.kind(new GroupVersionKind("apps", "v2", "Deployment"))).isEmpty();
  }
}
