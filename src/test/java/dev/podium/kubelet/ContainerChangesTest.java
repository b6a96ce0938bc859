package dev.podium.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Key;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a kubelet does when a running pod is to be another, or takes too much.
class ContainerChangesTest {
  private static final String SLEEPER =
      "{name: c, image: busybox, command: [sleep, '9999'], resources: {requests: {cpu: 100m}}}";

  private final Simulation cluster = new Simulation();
  private final SimulatedNodes nodes = SimulatedNodes.register(cluster, 2);

  @BeforeEach
  void twoNodes() {
    cluster.settle();
  }

  @AfterEach
  void end() {
    nodes.close();
    cluster.close();
  }

  @Test
  void moreResourcesAreGivenToARunningContainer() {
    pod("p", "containers: [" + SLEEPER + "]");
    cpu("300m");
    assertThat(container().string("resources", "requests", "cpu")).isEqualTo("300m");
    assertThat(container().integer("restartCount")).isZero();
    assertThat(reasons()).endsWith("ResizeStarted", "ResizeCompleted");
    assertThat(PodConditions.find(get(), "PodResizeInProgress")).isEmpty();
  }

  @Test
  void whatTheNodeCanNeverGiveIsToldAndTheOldStays() {
    pod("p", "containers: [" + SLEEPER + "]");
    cpu("1000");
    assertThat(container().string("resources", "requests", "cpu")).isEqualTo("100m");
    JsonObject pending = PodConditions.find(get(), "PodResizePending").orElseThrow();
    assertThat(pending.string("reason")).isEqualTo("Infeasible");
    assertThat(pending.string("message"))
        .isEqualTo("Node didn't have enough capacity: cpu, requested: 1000000, capacity: 8000");
  }

  @Test
  void aContainerWhosePolicyAsksForItIsRestartedForItsNewResources() {
    String policy = ", resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}";
    pod(
        "p",
        "terminationGracePeriodSeconds: 1, containers: ["
            + SLEEPER.substring(0, SLEEPER.length() - 1)
            + policy
            + "]");
    cpu("300m");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(container().integer("restartCount")).isEqualTo(1);
    assertThat(container().string("resources", "requests", "cpu")).isEqualTo("300m");
  }

  @Test
  void anotherImageIsAnotherContainer() {
    pod("p", "terminationGracePeriodSeconds: 1, containers: [" + SLEEPER + "]");
    cluster.update(
        Kinds.POD,
        "p",
        pod ->
            withContainer(
                pod, pod.spec().objects("containers").getFirst().with("image", "alpine")));
    cluster.advance(Duration.ofSeconds(8));
    assertThat(container().integer("restartCount")).isEqualTo(1);
    assertThat(container().string("image")).isEqualTo("docker.io/library/alpine:latest");
  }

  @Test
  void anotherImageIsNotKeptWaitingForWhatTheFirstOneDid() {
    pod("p", "containers: [{name: c, image: 'busybox:nope', command: [sleep, '9999']}]");
    cluster.advance(Duration.ofMinutes(2));
    cluster.update(
        Kinds.POD,
        "p",
        pod ->
            withContainer(
                pod, pod.spec().objects("containers").getFirst().with("image", "busybox")));
    cluster.advance(Duration.ofSeconds(3));
    assertThat(container().object("state").has("running")).isTrue();
  }

  @Test
  void aPodHasResourcesAsAWholeWhoeverStatesThem() {
    pod(
        "p",
        "containers: [{name: c, image: busybox, command: [sleep, '9999'], resources: {requests:"
            + " {cpu: 100m, memory: 32Mi}, limits: {memory: 64Mi}}}, {name: d, image: busybox,"
            + " command: [sleep, '9999'], resources: {requests: {cpu: 50m}, limits: {cpu: '1'}}}]");
    assertThat(get().status().object("allocatedResources"))
        .hasToString("{\"cpu\":\"150m\",\"memory\":\"32Mi\"}");
    assertThat(get().status().object("resources"))
        .hasToString("{\"requests\":{\"cpu\":\"150m\",\"memory\":\"32Mi\"}}");
  }

  @Test
  void thePodItselfIsGivenMoreAndItsContainersWithIt() {
    pod(
        "p",
        "resources: {limits: {memory: 64Mi}, requests: {memory: 64Mi, cpu: 100m}}, containers:"
            + " [{name: c, image: busybox, command: [sleep, '9999']}]");
    assertThat(memoryLimit()).isEqualTo(64 << 20);
    JsonObject more =
        JsonObject.of(
            "limits",
            JsonObject.of("memory", "128Mi"),
            "requests",
            JsonObject.of("memory", "128Mi", "cpu", "100m"));
    cluster
        .user()
        .updateSubresource(
            Kinds.POD,
            "resize",
            "default",
            "p",
            pod -> pod.editSpec(spec -> spec.set("resources", more)));
    cluster.advance(Duration.ofSeconds(1));
    assertThat(get().status().string("allocatedResources", "memory")).isEqualTo("128Mi");
    assertThat(get().status().string("resources", "limits", "memory")).isEqualTo("128Mi");
    assertThat(memoryLimit()).isEqualTo(128 << 20);
    assertThat(reasons()).endsWith("ResizeStarted", "ResizeCompleted");
  }

  private long memoryLimit() {
    return nodes
        .running()
        .find(new Key("default", "p"))
        .orElseThrow()
        .running("c")
        .orElseThrow()
        .memoryLimit()
        .orElse(0);
  }

  @Test
  void aPodThatFillsItsEmptyDirIsEvicted() {
    pod(
        "p",
        "volumes: [{name: d, emptyDir: {sizeLimit: 1Mi}}], containers: [{name: c, image: busybox,"
            + " command: [sh, -c, 'head -c 2000000 /dev/zero > /d/x; sleep 9999'], volumeMounts:"
            + " [{name: d, mountPath: /d}]}]");
    cluster.advance(Duration.ofSeconds(20));
    assertThat(get().status().string("phase")).isEqualTo("Failed");
    assertThat(get().status().string("reason")).isEqualTo("Evicted");
    assertThat(get().status().string("message"))
        .isEqualTo("Usage of EmptyDir volume \"d\" exceeds the limit \"1Mi\". ");
    assertThat(PodConditions.holds(get(), "DisruptionTarget")).isTrue();
  }

  @Test
  void aPodWhoseContainerWritesMoreThanItMayIsEvicted() {
    pod(
        "p",
        "containers: [{name: c, image: busybox, command: [sh, -c, 'head -c 2000000 /dev/zero >"
            + " /tmp/x; sleep 9999'], resources: {limits: {ephemeral-storage: 1Mi}}}, {name: other,"
            + " image: busybox, command: [sleep, '9999'], resources: {limits: {ephemeral-storage:"
            + " 1Gi}}}]");
    cluster.advance(Duration.ofSeconds(20));
    assertThat(get().status().string("reason")).isEqualTo("Evicted");
    assertThat(get().status().string("message"))
        .isEqualTo("Container c exceeded its local ephemeral storage limit \"1Mi\". ");
    assertThat(PodConditions.find(get(), "DisruptionTarget").orElseThrow().string("reason"))
        .isEqualTo("TerminationByKubelet");
    assertThat(reasons()).contains("Evicted");
  }

  @Test
  void logsAndVolumesCountAsStorageOfThePod() {
    pod(
        "p",
        "volumes: [{name: d, emptyDir: {}}], containers: [{name: c, image: busybox, command: [sh,"
            + " -c, 'head -c 600000 /dev/zero > /d/x; head -c 600000 /dev/zero | tr \"\\\\0\" x; sleep"
            + " 9999'], resources: {limits: {ephemeral-storage: 1Mi}}, volumeMounts: [{name: d,"
            + " mountPath: /d}]}]");
    cluster.advance(Duration.ofSeconds(20));
    assertThat(get().status().string("message"))
        .isEqualTo("Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ");
  }

  @Test
  void oneContainersEndMayHaveAllOfThemBeginAnew() {
    pod(
        "p",
        "volumes: [{name: d, emptyDir: {}}], initContainers: [{name: i, image: busybox, command:"
            + " ['true']}], containers: [{name: c, image: busybox, command: [sh, -c, '[ -f /d/x ] &&"
            + " sleep 9999; touch /d/x; exit 42'], restartPolicy: Never, volumeMounts: [{name: d,"
            + " mountPath: /d}], restartPolicyRules: [{action: RestartAllContainers, exitCodes:"
            + " {operator: In, values: [42]}}]}, {name: other, image: busybox, command: [sleep,"
            + " '9999']}]");
    cluster.advance(Duration.ofSeconds(10));
    ApiObject pod = get();
    assertThat(pod.status().objects("containerStatuses"))
        .allMatch(status -> status.integer("restartCount") == 1 && status.bool("ready"));
    assertThat(pod.status().objects("initContainerStatuses").getFirst().integer("restartCount"))
        .isEqualTo(1);
  }

  private void cpu(String amount) {
    JsonObject more = JsonObject.of("requests", JsonObject.of("cpu", amount));
    cluster
        .user()
        .updateSubresource(
            Kinds.POD,
            "resize",
            "default",
            "p",
            pod ->
                withContainer(
                    pod, pod.spec().objects("containers").getFirst().with("resources", more)));
    cluster.advance(Duration.ofSeconds(1));
  }

  private static ApiObject withContainer(ApiObject pod, JsonObject container) {
    return pod.editSpec(spec -> spec.set("containers", List.of(container)));
  }

  private void pod(String name, String spec) {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {nodeName: worker-1, %s}}"
            .formatted(name, spec));
    cluster.advance(Duration.ofSeconds(4));
  }

  private ApiObject get() {
    return cluster.get(Kinds.POD, "p");
  }

  private JsonObject container() {
    return get().status().objects("containerStatuses").getFirst();
  }

  private List<String> reasons() {
    return cluster.list(Kinds.EVENT).stream()
        .filter(event -> event.root().string("involvedObject", "name").equals("p"))
        .map(event -> event.root().string("reason"))
        .toList();
  }
}
