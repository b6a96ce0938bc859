package dev.podium.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What admission is shown of bindings and evictions.
final class PodActionsAdmissionTest {
  private static final String ZONE = "topology.kubernetes.io/zone";

  private final List<String> seen = new ArrayList<>();
  private final Simulation cluster = new Simulation((_, _) -> List.of(new Witness()));

  /// Writes down what it is asked about.
  private final class Witness implements AdmissionStep {
    @Override
    public String name() {
      return "Witness";
    }

    @Override
    public void validate(AdmissionRequest request) {
      seen.add(
          "%s %s/%s"
              .formatted(
                  request.operation(), request.resource().resource(), request.subresource()));
    }
  }

  @BeforeEach
  void prepare() {
    cluster.create(
        "{apiVersion: v1, kind: Node, metadata: {name: n, labels: {topology.kubernetes.io/zone: a,"
            + " topology.kubernetes.io/region: r, kubernetes.io/hostname: n}}}");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private ApiObject pod(String labels, String fields) {
    ApiObject pod =
        cluster.create(
            "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {%s}}, spec: {containers: [{name: c, image: i}]%s}}"
                .formatted(labels, fields));
    seen.clear();
    return pod;
  }

  private void bind() {
    ApiObject binding =
        ApiObject.named(new GroupVersionKind("", "v1", "Binding"), "default", "p")
            .with("target", JsonObject.of("kind", "Node", "name", "n"));
    cluster.user().perform(Kinds.POD, "binding", "default", "p", binding);
  }

  @Test
  void ofABindingItSeesTheBindingAndNotTheWriteOfThePod() {
    pod("", "");

    bind();

    assertThat(seen).containsExactly("CREATE pods/binding");
  }

  @Test
  void ofAnEvictionItSeesTheEvictionAndNotTheDeletion() {
    pod("", "");

    cluster
        .user()
        .perform(
            Kinds.POD,
            "eviction",
            "default",
            "p",
            ApiObject.named(new GroupVersionKind("policy", "v1", "Eviction"), "default", "p"));

    assertThat(seen).containsExactly("CREATE pods/eviction");
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void aBoundPodIsLabelledWithZoneAndRegionOfItsNode() {
    pod("", "");

    bind();

    assertThat(cluster.get(Kinds.POD, "p").labels())
        .containsOnly(Map.entry(ZONE, "a"), Map.entry("topology.kubernetes.io/region", "r"));
  }

  @Test
  void soIsOneThatIsBornOnItsNodeButForWhatItSaysItself() {
    ApiObject pod = pod(ZONE + ": mine", ", nodeName: n");

    assertThat(pod.labels())
        .containsEntry(ZONE, "mine")
        .containsEntry("topology.kubernetes.io/region", "r");
  }
}
