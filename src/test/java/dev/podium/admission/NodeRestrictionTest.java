package dev.podium.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRestrictionTest {
  private final NodeRestriction step = new NodeRestriction(new InMemoryStore());

  private static Optional<ApiObject> object(String json) {
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(ApiObject.of((JsonObject) Json.parse(json.getBytes(StandardCharsets.UTF_8))));
  }

  /// The refusal, or "allowed".
  private String decide(
      Operation operation, String resource, String subresource, String before, String after) {
    AdmissionRequest request =
        new AdmissionRequest(
            operation,
            new GroupVersionKind("", "v1", resource.equals("nodes") ? "Node" : "Pod"),
            new GroupResource("", resource),
            "v1",
            subresource,
            resource.equals("nodes") ? "" : "ns",
            "x",
            object(after),
            object(before),
            UserInfo.of("system:node:a", "system:nodes"),
            false,
            JsonObject.EMPTY,
            Instant.EPOCH,
            _ -> {},
            new Reinvocation());
    try {
      step.validate(request);
      return "allowed";
    } catch (ApiException e) {
      return String.valueOf(e.getMessage()).replaceFirst("^[^:]*: ", "");
    }
  }

  private static String node(String name, String labels, String taints) {
    return """
    {"metadata":{"name":"%s","labels":{%s}},"spec":{"taints":[%s]}}\
    """
        .formatted(name, labels, taints);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE | a | ``                                           | allowed
          CREATE | b | ``                                           | node "a" is not allowed to modify node "b"
          UPDATE | b | ``                                           | node "a" is not allowed to modify node "b"
          UPDATE | a | "team":"x"                                   | allowed
          UPDATE | a | "x.node-restriction.kubernetes.io/y":"1"     | is not allowed to modify labels: x.node-restriction.kubernetes.io/y
          CREATE | a | "kubernetes.io/os":"linux"                   | allowed
          CREATE | a | "other.k8s.io/os":"linux"                    | node "a" is not allowed to set the following labels: other.k8s.io/os
          UPDATE | a | "other.k8s.io/os":"linux"                    | allowed
          """)
  void aNodeChangesItselfAndFewLabels(
      Operation operation, String name, String labels, String decision) {
    String before = operation == Operation.UPDATE ? node(name, "", "") : "";

    assertThat(decide(operation, "nodes", "", before, node(name, labels, ""))).isEqualTo(decision);
  }

  @Test
  void aNodeKeepsItsTaints() {
    String taint = "{\"key\":\"k\",\"effect\":\"NoSchedule\"}";

    assertThat(decide(Operation.UPDATE, "nodes", "", node("a", "", taint), node("a", "", "")))
        .isEqualTo("node \"a\" is not allowed to modify taints");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a | allowed
          b | node "a" can only delete pods with spec.nodeName set to itself
          """)
  void aNodeDeletesThePodsThatAreOnIt(String node, String decision) {
    String pod = "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"nodeName\":\"" + node + "\"}}";

    assertThat(decide(Operation.DELETE, "pods", "", pod, "")).isEqualTo(decision);
  }

  @Test
  void aNodeMakesMirrorPodsOnly() {
    String pod = "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"nodeName\":\"a\"}}";

    assertThat(decide(Operation.CREATE, "pods", "", "", pod))
        .isEqualTo(
            "pod does not have \"kubernetes.io/config.mirror\" annotation, node \"a\" can only"
                + " create mirror pods");
  }
}
