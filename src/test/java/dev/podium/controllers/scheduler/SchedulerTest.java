package dev.podium.controllers.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Simulation;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void aTaintedNodeAndThreeWorkers() {
    Scheduler.register(cluster.loops(), cluster.user(), cluster.clock(), new Random(3));
    node(
        "control-plane",
        "taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]");
    for (String name : List.of("worker-1", "worker-2", "worker-3")) {
      node(name, "");
    }
    cluster.settle();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void podsSpreadOverTheNodesThatTheyMayUse() {
    for (int i = 0; i < 6; i++) {
      pod("p" + i, "", "cpu: 100m");
    }
    assertThat(byNode())
        .containsOnlyKeys("worker-1", "worker-2", "worker-3")
        .allSatisfy((_, count) -> assertThat(count).isEqualTo(2));
    assertThat(events()).contains("Successfully assigned default/p0 to " + nodeOf("p0"));
  }

  @Test
  void whoFindsNoRoomIsToldWhyAndScheduledWhenThereIsSome() {
    pod("big", "", "cpu: 3000m");
    assertThat(message("big"))
        .isEqualTo(
            "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no"
                + " new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is"
                + " not helpful for scheduling.");
    node("worker-4", "");
    cluster
        .user()
        .updateStatus(
            Kinds.NODE,
            "",
            "worker-4",
            n -> n.editStatus(s -> s.object("allocatable").set("cpu", "4")));
    cluster.settle();
    assertThat(nodeOf("big")).isEqualTo("worker-4");
  }

  @Test
  void selectorsAndTolerationsAreObeyed() {
    pod("mars", "nodeSelector: {planet: mars}", "cpu: 1m");
    assertThat(message("mars"))
        .startsWith(
            "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match"
                + " Pod's node affinity/selector.");
    pod(
        "master",
        "nodeSelector: {kubernetes.io/hostname: control-plane}, tolerations: [{operator: Exists}]",
        "cpu: 1m");
    assertThat(nodeOf("master")).isEqualTo("control-plane");
  }

  @Test
  void podsThatAvoidEachOtherGetNodesOfTheirOwn() {
    String alone =
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{labelSelector: {matchLabels: {app: p}}, topologyKey: kubernetes.io/hostname}]}}";
    for (int i = 0; i < 4; i++) {
      pod("p" + i, alone, "cpu: 1m");
    }
    assertThat(byNode()).hasSize(4).containsEntry("", 1L);
    assertThat(message("p3")).contains("3 node(s) didn't match pod anti-affinity rules");
  }

  @Test
  void aMoreImportantPodTakesThePlaceOfALessImportantOne() {
    cluster.create(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}");
    for (int i = 0; i < 3; i++) {
      pod("p" + i, "", "cpu: 1500m");
    }
    pod("vip", "priorityClassName: high", "cpu: 1000m");
    assertThat(events()).anyMatch(note -> note.startsWith("Preempted by pod"));
    assertThat(cluster.user().get(Kinds.POD, "default", "vip").status().string("nominatedNodeName"))
        .startsWith("worker-");
    assertThat(message("vip"))
        .isEqualTo(
            "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.");
  }

  @Test
  void whoFindsNoRoomIsNotLookedAtAgainBecauseAPodStarts() {
    for (int i = 0; i < 3; i++) {
      pod("p" + i, "", "cpu: 1500m");
    }
    pod("late", "", "cpu: 1000m");
    cluster
        .user()
        .updateStatus(
            Kinds.POD, "default", "p0", p -> p.editStatus(s -> s.set("phase", "Running")));
    cluster.settle();
    assertThat(events()).filteredOn(note -> note.startsWith("0/4 nodes")).hasSize(1);
  }

  @Test
  void whoIsProtectedByABudgetIsPreemptedLast() {
    cluster.create(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}");
    cluster.create(
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: keep}, spec:"
            + " {minAvailable: 2, selector: {matchLabels: {app: p}}}}");
    for (int i = 0; i < 2; i++) {
      pod("p" + i, "", "cpu: 1500m");
    }
    pod("free", "", "cpu: 1500m");
    cluster.update(
        Kinds.POD,
        "free",
        pod -> pod.editMetadata(metadata -> metadata.object("labels").set("app", "other")));
    pod("vip", "priorityClassName: high", "cpu: 1000m");
    assertThat(cluster.get(Kinds.POD, "vip").status().string("nominatedNodeName"))
        .isEqualTo(nodeOf("free"));
  }

  @Test
  void theRoomThatIsMadeForAPodIsKeptForIt() {
    cluster.create(
        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}");
    for (int i = 0; i < 3; i++) {
      pod("p" + i, "", "cpu: 1500m");
    }
    pod("vip", "priorityClassName: high", "cpu: 1000m");
    for (int i = 0; i < 3; i++) {
      pod("late" + i, "", "cpu: 500m");
    }
    String kept = cluster.get(Kinds.POD, "vip").status().string("nominatedNodeName");
    assertThat(byNode()).containsEntry(kept, 1L).containsEntry("", 2L);
  }

  @Test
  void aClaimForOnePodOnlyKeepsOthersWaiting() {
    cluster.create(
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: mine}, spec: {volumeName: v,"
            + " storageClassName: '', accessModes: [ReadWriteOncePod], resources: {requests:"
            + " {storage: 1Gi}}}}");
    cluster
        .user()
        .updateStatus(
            Kinds.PERSISTENT_VOLUME_CLAIM,
            "default",
            "mine",
            claim -> claim.editStatus(status -> status.set("phase", "Bound")));
    String volumes = "volumes: [{name: v, persistentVolumeClaim: {claimName: mine}}]";
    pod("first", volumes, "cpu: 1m");
    pod("second", volumes, "cpu: 1m");
    assertThat(nodeOf("first")).startsWith("worker-");
    assertThat(message("second"))
        .startsWith(
            "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node has pod using"
                + " PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.");
  }

  @Test
  void aPodThatFoundNoNodeIsToldOnce() {
    pod("p0", "nodeSelector: {planet: mars}", "cpu: 1m");
    assertThat(events().stream().filter(note -> note.contains("nodes are available"))).hasSize(1);
  }

  private void node(String name, String spec) {
    cluster.create(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {kubernetes.io/hostname: %s}}
        spec: {%s}
        """
            .formatted(name, name, spec));
    cluster
        .user()
        .updateStatus(
            Kinds.NODE,
            "",
            name,
            n ->
                n.with(
                    "status",
                    JsonObject.of(
                        "allocatable", JsonObject.of("cpu", "2", "memory", "4Gi", "pods", "110"))));
  }

  private void pod(String name, String spec, String requests) {
    cluster.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: p}}
        spec: {containers: [{name: c, image: nginx, resources: {requests: {%s}}}], %s}
        """
            .formatted(name, requests, spec.isEmpty() ? "terminationGracePeriodSeconds: 1" : spec));
    cluster.settle();
  }

  private java.util.Map<String, Long> byNode() {
    return cluster.user().list(Kinds.POD, "default").stream()
        .map(pod -> pod.spec().string("nodeName"))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private String nodeOf(String pod) {
    return cluster.user().get(Kinds.POD, "default", pod).spec().string("nodeName");
  }

  private String message(String pod) {
    ApiObject object = cluster.user().get(Kinds.POD, "default", pod);
    return PodConditions.find(object, "PodScheduled").orElseThrow().string("message");
  }

  private List<String> events() {
    return cluster.user().list(Kinds.EVENT, "default").stream()
        .map(event -> event.root().string("message"))
        .toList();
  }
}
