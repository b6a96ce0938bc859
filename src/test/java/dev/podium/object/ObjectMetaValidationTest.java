package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectMetaValidationTest {
  private static final ObjectMetaValidation CONFIG_MAP =
      new ObjectMetaValidation(true, NameRule.SUBDOMAIN, true);

  private static List<String> onCreate(String metadata) {
    return messages(CONFIG_MAP.onCreate(Json.parseObject(metadata)));
  }

  private static List<String> onUpdate(String changed, String current) {
    List<String> messages =
        messages(CONFIG_MAP.onUpdate(Json.parseObject(changed), Json.parseObject(current)));
    List<String> once = messages.subList(0, messages.size() / 2);
    assertThat(messages.subList(messages.size() / 2, messages.size())).isEqualTo(once);
    return once;
  }

  private static List<String> messages(List<FieldError> errors) {
    return errors.stream().map(FieldError::message).toList();
  }

  @Test
  void aGoodObjectHasNoErrors() {
    assertThat(
            onCreate(
                """
                {"name": "web", "namespace": "ns", "labels": {"a": "b"},
                 "annotations": {"E.com/x": "any text"}, "finalizers": ["a.b/c", "orphan"],
                 "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r",
                   "uid": "u", "controller": true}]}
                """))
        .isEmpty();
  }

  @Test
  void anObjectNeedsANameAndItsNamespace() {
    assertThat(onCreate("{}"))
        .containsExactly(
            "metadata.name: Required value: name or generateName is required",
            "metadata.namespace: Required value");
  }

  @Test
  void errorsComeInUpstreamsOrder() {
    assertThat(
            onCreate(
                """
                {"name": "UPPER", "generateName": "Bad-", "namespace": "a.b", "generation": -1,
                 "labels": {"k": "b@d"}, "annotations": {"/x": ""},
                 "ownerReferences": [{"apiVersion": "", "kind": "K", "name": "n", "uid": ""}],
                 "finalizers": ["noslash", "orphan", "foregroundDeletion"]}
                """))
        .satisfiesExactly(
            m ->
                assertThat(m).startsWith("metadata.generateName: Invalid value: \"Bad-\": a lower"),
            m -> assertThat(m).startsWith("metadata.name: Invalid value: \"UPPER\": a lowercase"),
            m ->
                assertThat(m)
                    .isEqualTo("metadata.namespace: Invalid value: \"a.b\": must not contain dots"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.generation: Invalid value: -1: must be greater than or equal to"
                            + " 0"),
            m -> assertThat(m).startsWith("metadata.labels: Invalid value: \"b@d\": a valid label"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.annotations: Invalid value: \"/x\": prefix part must be"
                            + " non-empty"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not"
                            + " be empty"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.finalizers: Invalid value:"
                            + " [\"noslash\",\"orphan\",\"foregroundDeletion\"]: finalizer orphan"
                            + " and foregroundDeletion cannot be both set"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "metadata.finalizers[0]: Invalid value: \"noslash\": name is neither a"
                            + " standard finalizer name nor is it fully qualified"));
  }

  @Test
  void onlyOneOwnerMayControl() {
    assertThat(
            onCreate(
                """
                {"name": "p", "namespace": "n", "ownerReferences": [
                 {"apiVersion": "v1", "kind": "A", "name": "b", "uid": "u", "controller": true},
                 {"apiVersion": "v1", "kind": "B", "name": "c", "uid": "w", "controller": true}]}
                """))
        .containsExactly(
            "metadata.ownerReferences: Invalid value:"
                + " [{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"b\",\"uid\":\"u\",\"controller\":true},"
                + "{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"c\",\"uid\":\"w\",\"controller\":true}]:"
                + " Only one reference can have Controller set to true. Found \"true\" in"
                + " references for A/b and B/c");
  }

  @Test
  void annotationsTogetherHaveALimit() {
    JsonObject metadata =
        JsonObject.of(
            "name",
            "big",
            "namespace",
            "n",
            "annotations",
            JsonObject.of("a", "x".repeat(262_144)));
    assertThat(messages(CONFIG_MAP.onCreate(metadata)))
        .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @Test
  void anUpdateKeepsIdentityAndTimesAndSaysSoTwice() {
    assertThat(
            onUpdate(
                """
                {"name": "m", "uid": "v", "resourceVersion": "1", "generation": 1,
                 "deletionTimestamp": "2001-01-01T00:00:00Z"}
                """,
                """
                {"name": "m", "uid": "u", "resourceVersion": "1", "generation": 2}
                """))
        .containsExactly(
            "metadata.generation: Invalid value: 1: must not be decremented",
            "metadata.uid: Invalid value: \"v\": field is immutable",
            "metadata.deletionTimestamp: Invalid value: \"2001-01-01T00:00:00Z\": field is"
                + " immutable");
    assertThat(onUpdate("{\"name\": \"m\"}", "{\"name\": \"m\"}"))
        .containsExactly(
            "metadata.resourceVersion: Invalid value: \"\": must be specified for an update");
  }

  @Test
  void whatIsBeingDeletedGetsNoNewFinalizers() {
    assertThat(
            onUpdate(
                """
                {"resourceVersion": "1", "deletionTimestamp": "2001-01-01T00:00:00Z",
                 "finalizers": ["x.example/c", "x.example/a"]}
                """,
                """
                {"resourceVersion": "1", "deletionTimestamp": "2001-01-01T00:00:00Z",
                 "finalizers": ["x.example/a", "x.example/b"]}
                """))
        .containsExactly(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
                + " deleted, found new finalizers []string{\"x.example/c\"}");
  }
}
