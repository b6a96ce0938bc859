package dev.podium.controllers.daemonset;

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

class DaemonSetControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void threeNodesOneOfThemTainted() {
    DaemonSetController.register(cluster.loops(), cluster.user(), cluster.clock());
    node("a", "ssd", List.of());
    node("b", "hdd", List.of());
    node("c", "hdd", List.of(JsonObject.of("key", "k", "effect", "NoSchedule")));
    cluster.create(
        """
        {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {
         selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}},
         spec: {containers: [{name: c, image: old}]}}}}
        """);
    cluster.settle();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void everyNodeThatFitsHasOnePodThatCanGoNowhereElse() {
    assertThat(nodes()).containsExactlyInAnyOrder("a", "b");
    ApiObject pod = pods().getFirst().object();
    assertThat(pod.labels()).containsEntry("pod-template-generation", "1");
    assertThat(pod.spec().objects("tolerations")).hasSize(6);
    assertThat(status().integer("desiredNumberScheduled")).isEqualTo(2);
    assertThat(status().integer("numberUnavailable")).isEqualTo(2);
  }

  @Test
  void aNodeThatJoinsGetsAPodAndOneThatNoLongerFitsLosesIt() {
    node("d", "hdd", List.of());
    cluster.settle();
    assertThat(nodes()).contains("d");
    cluster.update(
        Kinds.DAEMON_SET,
        "agent",
        set ->
            set.editSpec(
                spec -> spec.object("template", "spec", "nodeSelector").set("disk", "ssd")));
    cluster.settle();
    assertThat(nodes()).containsExactly("a");
  }

  @Test
  void anUpdateReplacesOnePodAfterTheOther() {
    pods().forEach(pod -> ready(pod.name()));
    cluster.update(
        Kinds.DAEMON_SET,
        "agent",
        set ->
            set.editSpec(spec ->
                spec.object("template", "spec")
                    .objects("containers")
                    .getFirst()
                    .set("image", "new")));
    cluster.settle();
    assertThat(images()).containsExactlyInAnyOrder("new", "old");
    pods().stream().filter(pod -> image(pod).equals("new")).forEach(pod -> ready(pod.name()));
    assertThat(images()).containsExactly("new", "new");
    pods().forEach(pod -> ready(pod.name()));
    assertThat(status().integer("updatedNumberScheduled")).isEqualTo(2);
    assertThat(cluster.list(Kinds.CONTROLLER_REVISION))
        .extracting(revision -> revision.root().integer("revision"))
        .containsExactlyInAnyOrder(1L, 2L);
  }

  /// A node that was found ready, and so has lost the taint with which it was made.
  private void node(String name, String disk, List<JsonObject> taints) {
    cluster.create(
        "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {disk: %s}}}"
            .formatted(name, disk));
    cluster
        .user()
        .update(Kinds.NODE, "", name, node -> node.editSpec(spec -> spec.set("taints", taints)));
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

  private List<DaemonPod> pods() {
    return cluster.list(Kinds.POD).stream().map(DaemonPod::of).toList();
  }

  private List<String> nodes() {
    return pods().stream().map(DaemonPod::node).toList();
  }

  private List<String> images() {
    return pods().stream().map(DaemonSetControllerTest::image).toList();
  }

  private static String image(DaemonPod pod) {
    return pod.object().spec().objects("containers").getFirst().string("image");
  }

  private JsonObject status() {
    return cluster.get(Kinds.DAEMON_SET, "agent").status();
  }
}
