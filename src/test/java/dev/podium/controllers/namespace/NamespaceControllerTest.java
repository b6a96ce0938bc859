package dev.podium.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void start() {
    NamespaceController.register(cluster.loops(), cluster.user(), cluster.clock());
    cluster.create(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: going}
        """);
    cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: held, namespace: going, finalizers: [example.com/held]}
        spec: {containers: [{name: c, image: nginx}]}
        """);
    cluster.create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kept, namespace: going}
        """);
    cluster.user().delete(Kinds.NAMESPACE, "", "going", DeleteOptions.NONE);
    cluster.settle();
    cluster.advance(Duration.ofSeconds(6));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void nothingElseGoesBeforeThePods() {
    assertThat(cluster.user().find(Kinds.CONFIG_MAP, "going", "kept")).isPresent();
    assertThat(
            cluster.user().get(Kinds.NAMESPACE, "", "going").status().objects("conditions").stream()
                .map(condition -> condition.string("message")))
        .contains("Some resources are remaining: pods. has 1 resource instances");
  }

  @Test
  void theRestFollowsWhenThePodsAreGone() {
    cluster
        .user()
        .update(
            Kinds.POD,
            "going",
            "held",
            pod -> pod.editMetadata(metadata -> metadata.set("finalizers", List.of())));
    cluster.advance(Duration.ofSeconds(30));

    assertThat(cluster.user().find(Kinds.CONFIG_MAP, "going", "kept")).isEmpty();
    assertThat(cluster.user().find(Kinds.NAMESPACE, "", "going").map(n -> n.root()))
        .isEqualTo(java.util.Optional.<JsonObject>empty());
  }
}
