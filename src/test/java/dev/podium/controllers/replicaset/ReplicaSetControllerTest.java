package dev.podium.controllers.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Simulation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void threeReplicas() {
    ReplicaSetController.registerReplicaSets(cluster.loops(), cluster.user(), cluster.clock());
    cluster.create(
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: nginx}]}
        """);
    cluster.settle();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void asManyPodsAreMadeAsAreAskedFor() {
    assertThat(pods()).hasSize(3).allMatch(pod -> pod.name().startsWith("web-"));
    assertThat(set().status().integer("replicas")).isEqualTo(3);
    assertThat(set().status().integer("observedGeneration")).isEqualTo(1);
    assertThat(messages()).filteredOn(m -> m.startsWith("Created pod: web-")).hasSize(3);
  }

  @Test
  void aDeletedPodIsReplaced() {
    String gone = pods().getFirst().name();
    cluster.user().delete(Kinds.POD, "default", gone, DeleteOptions.NONE);
    cluster.settle();
    assertThat(pods()).hasSize(3).noneMatch(pod -> pod.name().equals(gone));
  }

  @Test
  void aPodThatLosesTheLabelIsReleasedAndReplaced() {
    String name = pods().getFirst().name();
    label(name, "other");
    assertThat(cluster.user().get(Kinds.POD, "default", name).ownerReferences()).isEmpty();
    assertThat(pods()).hasSize(4);
    label(name, "web");
    assertThat(pods()).hasSize(3);
  }

  @Test
  void anOrphanWithTheLabelsIsAdoptedInsteadOfMakingOne() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: stray, labels: {app: web}},"
            + " spec: {containers: [{name: c, image: nginx}]}}");
    cluster.settle();
    assertThat(pods()).hasSize(3);
  }

  @Test
  void scalingDownDeletesNotReadyPodsFirst() {
    ApiObject ready = pods().getLast();
    cluster
        .user()
        .updateStatus(
            Kinds.POD,
            "default",
            ready.name(),
            pod ->
                pod.editStatus(status ->
                    status.set(
                        "conditions",
                        List.of(
                            PodConditions.transition("Ready", "True", pod.creationTimestamp())))));
    cluster
        .user()
        .update(
            Kinds.REPLICA_SET, "default", "web", s -> s.editSpec(spec -> spec.set("replicas", 1)));
    cluster.settle();
    assertThat(pods()).extracting(ApiObject::name).containsExactly(ready.name());
  }

  private void label(String pod, String app) {
    cluster
        .user()
        .update(
            Kinds.POD,
            "default",
            pod,
            p -> p.editMetadata(metadata -> metadata.object("labels").set("app", app)));
    cluster.settle();
  }

  private ApiObject set() {
    return cluster.user().get(Kinds.REPLICA_SET, "default", "web");
  }

  private List<ApiObject> pods() {
    return cluster.user().list(Kinds.POD, "default");
  }

  private List<String> messages() {
    return cluster.user().list(Kinds.EVENT, "default").stream()
        .map(event -> event.root().string("message"))
        .toList();
  }
}
