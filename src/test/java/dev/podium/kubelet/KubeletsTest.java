package dev.podium.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.kubelet.pod.PodRun;
import dev.podium.kubelet.process.Signal;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Key;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubeletsTest {
  private final Simulation cluster = new Simulation();
  private final SimulatedNodes nodes = SimulatedNodes.register(cluster, 3);

  @BeforeEach
  void threeNodes() {
    cluster.settle();
  }

  @AfterEach
  void end() {
    nodes.close();
    cluster.close();
  }

  @Test
  void nodesRegisterThemselvesAndAreReady() {
    List<ApiObject> nodes = cluster.user().list(Kinds.NODE, "");
    assertThat(nodes)
        .extracting(ApiObject::name)
        .containsExactly("control-plane", "worker-1", "worker-2");
    assertThat(nodes).allMatch(node -> PodConditions.holds(node, "Ready"));
    assertThat(nodes.getFirst().spec().objects("taints"))
        .extracting(taint -> taint.string("key"))
        .containsExactly("node-role.kubernetes.io/control-plane");
    assertThat(nodes.get(1).spec().string("podCIDR")).isEqualTo("10.244.1.0/24");
  }

  @Test
  void eachNodeSaysThatItHasNoStorageDrivers() {
    List<ApiObject> drivers = cluster.user().list(Kinds.CSI_NODE, "");
    assertThat(drivers)
        .extracting(ApiObject::name)
        .containsExactly("control-plane", "worker-1", "worker-2");
    assertThat(drivers.getFirst().metadata().objects("ownerReferences"))
        .containsExactly(
            JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "name",
                "control-plane",
                "uid",
                cluster.user().get(Kinds.NODE, "", "control-plane").uid()));
  }

  @Test
  void aPodIsPendingWhileItsImageIsPulledAndThenRuns() {
    pod("web", "{name: c, image: nginx}");
    assertThat(get("web").status().string("phase")).isEqualTo("Pending");
    assertThat(waiting("web")).isEqualTo("ContainerCreating");
    cluster.advance(Duration.ofSeconds(4));
    ApiObject running = get("web");
    assertThat(running.status().string("phase")).isEqualTo("Running");
    assertThat(running.status().string("podIP")).startsWith("10.244.1.");
    assertThat(PodConditions.holds(running, "Ready")).isTrue();
    assertThat(container("web").string("image")).isEqualTo("docker.io/library/nginx:latest");
    assertThat(events("web"))
        .startsWith("Pulling image \"nginx\"")
        .anyMatch(m -> m.matches("Successfully pulled .* Image size: \\d+ bytes\\."))
        .endsWith("Container created", "Container started");
  }

  @Test
  void anImageThatIsThereIsNotPulledAgain() {
    pod("one", "{name: c, image: 'nginx:1.25'}");
    cluster.advance(Duration.ofSeconds(4));
    pod("two", "{name: c, image: 'nginx:1.25'}");
    cluster.advance(Duration.ofSeconds(1));
    assertThat(events("two"))
        .first()
        .isEqualTo(
            "Container image \"nginx:1.25\" already present on machine and can be accessed by the pod");
  }

  @Test
  void aServerStopsSoonWhenItIsDeleted() {
    pod("web", "{name: c, image: nginx}");
    cluster.advance(Duration.ofSeconds(4));
    cluster.delete(Kinds.POD, "web");
    cluster.settle();
    assertThat(get("web").isBeingDeleted()).isTrue();
    cluster.advance(Duration.ofSeconds(1));
    assertThat(cluster.list(Kinds.POD)).isEmpty();
    assertThat(events("web")).endsWith("Stopping container c");
  }

  @Test
  void aProcessThatIgnoresSigtermIsKilledWhenItsGracePeriodIsOver() {
    pod("stubborn", "{name: c, image: busybox, command: [sleep, '9999']}");
    cluster.advance(Duration.ofSeconds(4));
    cluster.delete(Kinds.POD, "stubborn");
    cluster.advance(Duration.ofSeconds(28));
    assertThat(cluster.list(Kinds.POD)).hasSize(1);
    cluster.advance(Duration.ofSeconds(3));
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void amongAPodsAnnotationsIsWhenItsKubeletHeardOfItAndFromWhom() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {a: b}}, spec: {nodeName:"
            + " worker-1, restartPolicy: Never, volumes: [{name: v, downwardAPI: {items: [{path: a,"
            + " fieldRef: {fieldPath: metadata.annotations}}]}}], containers: [{name: c, image:"
            + " busybox, command: [sh, -c, 'cat /v/a > /dev/termination-log'], volumeMounts: [{name: v, mountPath: /v}]}]}}");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(container("p").string("state", "terminated", "message").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("a=\"b\""),
            line -> assertThat(line).startsWith("kubernetes.io/config.seen=\"20"),
            line -> assertThat(line).isEqualTo("kubernetes.io/config.source=\"api\""));
  }

  @Test
  void aContainersHostNameIsFullyQualifiedWhereThePodWantsThat() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: worker-1, hostname: two,"
            + " subdomain: sub, setHostnameAsFQDN: true, restartPolicy: Never, containers: [{name:"
            + " c, image: busybox, command: [sh, -c, 'echo $(hostname) $HOSTNAME $(tail -n 1"
            + " /etc/hosts | cut -f 3) > /dev/termination-log']}]}}");
    cluster.advance(Duration.ofSeconds(5));
    String name = "two.sub.default.svc.cluster.local";
    assertThat(container("p").string("state", "terminated", "message"))
        .isEqualTo(name + " " + name + " two\n");
  }

  @Test
  void aForcedDeletionWaitsForNobody() {
    pod("web", "{name: c, image: busybox, command: [sleep, inf]}");
    cluster.advance(Duration.ofSeconds(4));
    cluster.user().delete(Kinds.POD, "default", "web", DeleteOptions.withGracePeriod(0));
    cluster.settle();
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void whatCrashesIsRestartedAtOnceAndThenLaterAndLater() {
    pod("crash", "{name: c, image: busybox, command: [sh, -c, 'exit 3']}");
    cluster.advance(Duration.ofSeconds(8));
    assertThat(container("crash").integer("restartCount")).isEqualTo(1);
    assertThat(waiting("crash")).isEqualTo("CrashLoopBackOff");
    assertThat(container("crash").integer("lastState", "terminated", "exitCode")).isEqualTo(3);
    assertThat(get("crash").status().string("phase")).isEqualTo("Running");
    cluster.advance(Duration.ofSeconds(12));
    assertThat(container("crash").integer("restartCount")).isEqualTo(2);
    cluster.advance(Duration.ofSeconds(8));
    assertThat(container("crash").integer("restartCount")).isEqualTo(2);
    assertThat(container("crash").string("state", "waiting", "message"))
        .startsWith("back-off 20s restarting failed container=c pod=crash_default(");
  }

  @Test
  void aPodThatIsDoneSucceeds() {
    create(
        "{apiVersion: v1, kind: Pod, metadata: {name: once}, spec: {nodeName: worker-1,"
            + " restartPolicy: Never, initContainers: [{name: i, image: busybox, command: ['true']}],"
            + " containers: [{name: c, image: busybox, command: [sh, -c, 'echo 3']}]}}");
    cluster.settle();
    assertThat(waiting("once")).isEqualTo("PodInitializing");
    cluster.advance(Duration.ofSeconds(8));
    assertThat(get("once").status().string("phase")).isEqualTo("Succeeded");
    assertThat(container("once").string("state", "terminated", "reason")).isEqualTo("Completed");
    assertThat(PodConditions.find(get("once"), "Ready").orElseThrow().string("reason"))
        .isEqualTo("PodCompleted");
  }

  @Test
  void anImageThatCannotBePulledIsTriedAgainLaterAndLater() {
    pod("bad", "{name: c, image: 'nginx:does-not-exist'}");
    cluster.advance(Duration.ofSeconds(2));
    assertThat(waiting("bad")).isEqualTo("ErrImagePull");
    cluster.advance(Duration.ofSeconds(3));
    assertThat(waiting("bad")).isEqualTo("ImagePullBackOff");
    assertThat(events("bad"))
        .contains("Error: ErrImagePull", "Error: ImagePullBackOff")
        .contains("Back-off pulling image \"nginx:does-not-exist\"");
  }

  @Test
  void aContainerWaitsForTheConfigMapThatItNeeds() {
    pod(
        "cfg",
        "{name: c, image: nginx, env: [{name: A, valueFrom: {configMapKeyRef: {name: m, key: k}}}]}");
    cluster.advance(Duration.ofSeconds(4));
    assertThat(waiting("cfg")).isEqualTo("CreateContainerConfigError");
    assertThat(events("cfg")).contains("Error: configmap \"m\" not found");
    create("{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {k: v}}");
    cluster.advance(Duration.ofSeconds(20));
    assertThat(get("cfg").status().string("phase")).isEqualTo("Running");
  }

  @Test
  void aFailedLivenessProbeRestartsTheContainer() {
    pod(
        "sick",
        "{name: c, image: busybox, args: [/bin/sh, -c, 'touch /tmp/healthy; sleep 30; rm -f"
            + " /tmp/healthy; sleep 600'], livenessProbe: {exec: {command: [cat, /tmp/healthy]},"
            + " initialDelaySeconds: 5, periodSeconds: 5}}");
    cluster.advance(Duration.ofSeconds(30));
    assertThat(container("sick").integer("restartCount")).isZero();
    cluster.advance(Duration.ofSeconds(60));
    assertThat(container("sick").integer("restartCount")).isEqualTo(1);
    assertThat(events("sick"))
        .contains(
            "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n",
            "Container c failed liveness probe, will be restarted");
  }

  @Test
  void aServerThatNeedsNoSecondQuestionIsAskedAgainOnceItIsGone() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: worker-1, restartPolicy:"
            + " Never, containers: [{name: a, image: pause, readinessProbe: {httpGet: {port: 8080},"
            + " periodSeconds: 5, failureThreshold: 2}}, {name: b, image: example.com/quiet, ports:"
            + " [{containerPort: 8080}]}]}}");
    cluster.advance(Duration.ofSeconds(60));
    assertThat(container("p").bool("ready")).isTrue();
    PodRun run = nodes.running().find(Key.of(get("p"))).orElseThrow();
    run.running("b").orElseThrow().signal(Signal.TERM);
    cluster.advance(Duration.ofSeconds(4));
    assertThat(container("p").bool("ready")).isTrue();
    cluster.advance(Duration.ofSeconds(7));
    assertThat(container("p").bool("ready")).isFalse();
    assertThat(events("p"))
        .anyMatch(m ->
            m.matches("Readiness probe failed: Get \"http://.*:8080/\": .*connection refused"));
  }

  @Test
  void aPodThatIsActiveForTooLongFails() {
    create(
        "{apiVersion: v1, kind: Pod, metadata: {name: late}, spec: {nodeName: worker-1,"
            + " activeDeadlineSeconds: 10, terminationGracePeriodSeconds: 2,"
            + " containers: [{name: c, image: busybox, command: [sleep, inf]}]}}");
    cluster.advance(Duration.ofSeconds(14));
    assertThat(get("late").status().string("phase")).isEqualTo("Failed");
    assertThat(get("late").status().string("reason")).isEqualTo("DeadlineExceeded");
  }

  @Test
  void moreMemoryThanTheLimitIsNotToBeHad() {
    pod(
        "greedy",
        "{name: c, image: polinux/stress, command: [stress], args: [--vm, '1', --vm-bytes, 250M],"
            + " resources: {limits: {memory: 100Mi}}}");
    cluster.advance(Duration.ofSeconds(8));
    assertThat(container("greedy").string("lastState", "terminated", "reason"))
        .isEqualTo("OOMKilled");
  }

  @Test
  void aHookThatFailsAfterTheStartEndsTheContainer() {
    pod("hooked", "{name: c, image: nginx, lifecycle: {postStart: {exec: {command: ['false']}}}}");
    cluster.advance(Duration.ofSeconds(6));
    assertThat(events("hooked")).contains("PostStartHook failed", "FailedPostStartHook");
    assertThat(container("hooked").integer("restartCount")).isEqualTo(1);
  }

  @Test
  void theHookBeforeTheStopTakesItsTime() {
    pod("slow", "{name: c, image: nginx, lifecycle: {preStop: {exec: {command: [sleep, '5']}}}}");
    cluster.advance(Duration.ofSeconds(4));
    cluster.delete(Kinds.POD, "slow");
    cluster.advance(Duration.ofSeconds(4));
    assertThat(cluster.list(Kinds.POD)).hasSize(1);
    cluster.advance(Duration.ofSeconds(3));
    assertThat(cluster.list(Kinds.POD)).isEmpty();
  }

  @Test
  void whatAContainerWritesAboutItsEndIsInItsStatus() {
    pod(
        "why",
        "{name: c, image: busybox, command: [sh, -c, 'echo because > /dev/termination-log; exit 2']}");
    cluster.advance(Duration.ofSeconds(6));
    assertThat(container("why").string("lastState", "terminated", "message"))
        .isEqualTo("because\n");
  }

  @Test
  void filesOfAConfigMapChangeWithinAMinuteButNotPartsOfIt() {
    create("{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {k: old}}");
    create(
        "{apiVersion: v1, kind: Pod, metadata: {name: reads}, spec: {nodeName: worker-1,"
            + " volumes: [{name: v, configMap: {name: m}}], containers: [{name: c, image: busybox,"
            + " command: [sh, -c, 'cat /v/k /k; echo; sleep 70; cat /v/k /k; echo; sleep 999'],"
            + " volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /k, subPath: k}]}]}}");
    cluster.advance(Duration.ofSeconds(5));
    cluster.update(Kinds.CONFIG_MAP, "m", map -> map.with("data", JsonObject.of("k", "new")));
    cluster.advance(Duration.ofSeconds(90));
    assertThat(log("reads")).containsExactly("oldold", "newold");
  }

  @Test
  void whatIsWrittenToAPathOfTheHostIsThereForTheNextPod() {
    String volume =
        "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {nodeName: worker-1, restartPolicy:"
            + " Never, volumes: [{name: v, hostPath: {path: /data, type: DirectoryOrCreate}}],"
            + " containers: [{name: c, image: busybox, command: [sh, -c, '%s'],"
            + " volumeMounts: [{name: v, mountPath: /v}]}]}}";
    create(volume.formatted("first", "echo kept > /v/f"));
    cluster.advance(Duration.ofSeconds(5));
    cluster.delete(Kinds.POD, "first");
    create(volume.formatted("second", "cat /v/f"));
    cluster.advance(Duration.ofSeconds(5));
    assertThat(log("second")).containsExactly("kept");
  }

  private List<String> log(String pod) {
    return nodes.running().log("default", pod, "c", false).orElseThrow().lines().stream()
        .map(LogLine::text)
        .toList();
  }

  private void pod(String name, String container) {
    create(
        "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {nodeName: worker-1, containers: [%s]}}"
            .formatted(name, container));
    cluster.settle();
  }

  private void create(String yaml) {
    cluster.create(yaml);
  }

  private ApiObject get(String name) {
    return cluster.get(Kinds.POD, name);
  }

  private JsonObject container(String pod) {
    return get(pod).status().objects("containerStatuses").getFirst();
  }

  private String waiting(String pod) {
    return container(pod).string("state", "waiting", "reason");
  }

  private List<String> events(String pod) {
    return cluster.list(Kinds.EVENT).stream()
        .filter(event -> event.root().string("involvedObject", "name").equals(pod))
        .map(event -> event.root().string("message"))
        .toList();
  }
}
