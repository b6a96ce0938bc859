package dev.podium.controllers.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Simulation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatefulSetControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void begin() {
    StatefulSetController.register(cluster.loops(), cluster.user(), cluster.clock());
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void podsAreMadeOneAfterTheOtherEachOnceTheOneBeforeIsReady() {
    create("replicas: 3");
    assertThat(names()).containsExactly("db-0");
    ready("db-0");
    assertThat(names()).containsExactly("db-0", "db-1");
    ready("db-1");
    ready("db-2");
    assertThat(status().integer("readyReplicas")).isEqualTo(3);
    assertThat(status().integer("updatedReplicas")).isEqualTo(3);
    ApiObject pod = cluster.get(Kinds.POD, "db-2");
    assertThat(pod.labels())
        .containsEntry("statefulset.kubernetes.io/pod-name", "db-2")
        .containsEntry("apps.kubernetes.io/pod-index", "2")
        .containsEntry("controller-revision-hash", status().string("updateRevision"));
    assertThat(pod.spec().string("hostname")).isEqualTo("db-2");
    assertThat(messages()).contains("Create Pod db-0 in StatefulSet db successful");
  }

  @Test
  void scalingDownTakesTheLastFirst() {
    running(3);
    scale(1);
    assertThat(names()).containsExactly("db-0");
    assertThat(messages()).contains("Delete Pod db-2 in StatefulSet db successful");
  }

  @Test
  void aNewTemplateReplacesPodsFromTheEndDownToThePartition() {
    running(3);
    String before = status().string("currentRevision");
    cluster.update(
        Kinds.STATEFUL_SET,
        "db",
        set ->
            set.editSpec(spec -> {
              spec.object("updateStrategy", "rollingUpdate").set("partition", 1);
              spec.object("template", "spec").objects("containers").getFirst().set("image", "new");
            }));
    cluster.settle();
    assertThat(image("db-2")).isEqualTo("new");
    assertThat(image("db-1")).isEqualTo("old");
    ready("db-2");
    ready("db-1");
    assertThat(image("db-1")).isEqualTo("new");
    assertThat(image("db-0")).isEqualTo("old");
    assertThat(status().string("currentRevision")).isEqualTo(before);
    assertThat(status().integer("currentReplicas")).isEqualTo(1);
    assertThat(status().integer("updatedReplicas")).isEqualTo(2);
    assertThat(cluster.list(Kinds.CONTROLLER_REVISION)).hasSize(2);
  }

  @Test
  void parallelPodsComeAtOnceFromTheirStartWithClaimsOfTheirOwn() {
    create(
        "replicas: 2, podManagementPolicy: Parallel, ordinals: {start: 5}, volumeClaimTemplates:"
            + " [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources:"
            + " {requests: {storage: 1Gi}}}}]");
    assertThat(names()).containsExactly("db-5", "db-6");
    assertThat(cluster.list(Kinds.PERSISTENT_VOLUME_CLAIM))
        .extracting(ApiObject::name)
        .containsExactly("data-db-5", "data-db-6");
    assertThat(messages()).contains("Create Claim data-db-5 Pod db-5 in StatefulSet db success");
  }

  private void running(int replicas) {
    create("replicas: " + replicas);
    for (int i = 0; i < replicas; i++) {
      ready("db-" + i);
    }
  }

  private void create(String spec) {
    cluster.create(
        """
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {%s, serviceName: db,
         selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}},
         spec: {containers: [{name: c, image: old}]}}}}
        """
            .formatted(spec));
    cluster.settle();
  }

  private void scale(int replicas) {
    cluster.update(
        Kinds.STATEFUL_SET, "db", set -> set.editSpec(spec -> spec.set("replicas", replicas)));
    cluster.settle();
  }

  private void ready(String pod) {
    cluster.updateStatus(
        Kinds.POD,
        pod,
        p ->
            p.editStatus(status ->
                status
                    .set("phase", "Running")
                    .set(
                        "conditions",
                        List.of(
                            PodConditions.transition("Ready", "True", p.creationTimestamp())))));
    cluster.settle();
  }

  private String image(String pod) {
    return cluster.get(Kinds.POD, pod).spec().objects("containers").getFirst().string("image");
  }

  private List<String> names() {
    return cluster.list(Kinds.POD).stream().map(ApiObject::name).toList();
  }

  private JsonObject status() {
    return cluster.get(Kinds.STATEFUL_SET, "db").status();
  }

  private List<String> messages() {
    return cluster.list(Kinds.EVENT).stream().map(e -> e.root().string("message")).toList();
  }
}
