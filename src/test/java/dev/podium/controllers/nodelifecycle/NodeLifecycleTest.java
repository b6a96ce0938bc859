package dev.podium.controllers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.controllers.podgc.PodGarbageCollector;
import dev.podium.controllers.tainteviction.TaintEviction;
import dev.podium.kubelet.SimulatedNodes;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLifecycleTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void aPodOnANode() {
    SimulatedNodes.register(cluster, 2);
    NodeLifecycle.register(cluster.loops(), cluster.user(), cluster.clock());
    TaintEviction.register(cluster.loops(), cluster.user(), cluster.clock());
    PodGarbageCollector.register(cluster.loops(), cluster.user(), cluster.clock());
    cluster.settle();
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {nodeName: worker-1,"
            + " containers: [{name: c, image: nginx}]}}");
    cluster.advance(Duration.ofSeconds(5));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aCordonedNodeIsTaintedUntilItIsUncordoned() {
    change(node -> node.editSpec(spec -> spec.set("unschedulable", true)));
    assertThat(taints()).containsExactly("node.kubernetes.io/unschedulable:NoSchedule");
    change(node -> node.editSpec(spec -> spec.remove("unschedulable")));
    assertThat(taints()).isEmpty();
  }

  @Test
  void aNodeThatFallsSilentIsLostAndItsPodsAreEvicted() {
    change(node -> node.editMetadata(m -> m.object("annotations").set("podium.dev/power", "off")));
    cluster.advance(Duration.ofSeconds(61));
    assertThat(PodConditions.find(node(), "Ready").orElseThrow().string("status"))
        .isEqualTo("Unknown");
    assertThat(taints())
        .containsExactly(
            "node.kubernetes.io/unreachable:NoSchedule",
            "node.kubernetes.io/unreachable:NoExecute");
    assertThat(PodConditions.holds(cluster.get(Kinds.POD, "web"), "Ready")).isFalse();
    assertThat(cluster.get(Kinds.POD, "web").isBeingDeleted()).isFalse();
    cluster.advance(Duration.ofSeconds(301));
    assertThat(cluster.get(Kinds.POD, "web").isBeingDeleted()).isTrue();
    change(node -> node.editMetadata(m -> m.object("annotations").remove("podium.dev/power")));
    cluster.settle();
    assertThat(reasons())
        .endsWith(
            "NodeNotReady",
            "NodeHasSufficientMemory",
            "NodeHasNoDiskPressure",
            "NodeHasSufficientPID",
            "NodeReady");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(taints()).isEmpty();
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void whoWasToBeGoneLongAgoStillHasItsGracePeriodWhenTheNodeIsBack() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: stubborn}, spec: {nodeName: worker-1,"
            + " containers: [{name: c, image: busybox, command: [sleep, '9999']}]}}");
    cluster.advance(Duration.ofSeconds(5));
    change(node -> node.editMetadata(m -> m.object("annotations").set("podium.dev/power", "off")));
    cluster.delete(Kinds.POD, "stubborn");
    cluster.advance(Duration.ofSeconds(60));
    change(node -> node.editMetadata(m -> m.object("annotations").remove("podium.dev/power")));
    cluster.advance(Duration.ofSeconds(28));
    assertThat(cluster.list(Kinds.POD)).extracting(ApiObject::name).contains("stubborn");
    cluster.advance(Duration.ofSeconds(4));
    assertThat(cluster.list(Kinds.POD)).extracting(ApiObject::name).doesNotContain("stubborn");
  }

  @Test
  void aHealthyNodeStaysReady() {
    cluster.advance(Duration.ofMinutes(20));
    assertThat(PodConditions.holds(node(), "Ready")).isTrue();
    assertThat(taints()).isEmpty();
  }

  @Test
  void anIntolerantPodIsEvictedAtOnce() {
    change(node ->
        node.editSpec(spec ->
            spec.set(
                "taints",
                List.of(dev.podium.object.JsonObject.of("key", "broken", "effect", "NoExecute")))));
    cluster.advance(Duration.ofSeconds(2));
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void thePodsOfANodeThatIsGoneAreDeleted() {
    cluster.user().delete(Kinds.NODE, "", "worker-1", DeleteOptions.NONE);
    cluster.advance(Duration.ofSeconds(30));
    assertThat(cluster.list(Kinds.POD)).hasSize(1);
    cluster.advance(Duration.ofSeconds(11));
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  private void change(java.util.function.UnaryOperator<ApiObject> change) {
    cluster.user().update(Kinds.NODE, "", "worker-1", change);
    cluster.settle();
  }

  private ApiObject node() {
    return cluster.user().get(Kinds.NODE, "", "worker-1");
  }

  private List<String> reasons() {
    return cluster.user().list(Kinds.EVENT, "default").stream()
        .map(event -> event.root().string("reason"))
        .toList();
  }

  private List<String> taints() {
    return node().spec().objects("taints").stream()
        .map(taint -> taint.string("key") + ":" + taint.string("effect"))
        .toList();
  }
}
