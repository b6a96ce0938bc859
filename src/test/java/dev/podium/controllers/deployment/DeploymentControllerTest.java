package dev.podium.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.controllers.garbagecollector.GarbageCollector;
import dev.podium.controllers.replicaset.ReplicaSetController;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {
  private final Simulation cluster = new Simulation();
  private String broken = "never";

  @BeforeEach
  void fourReplicas() {
    DeploymentController.register(cluster.loops(), cluster.user(), cluster.clock());
    ReplicaSetController.registerReplicaSets(cluster.loops(), cluster.user(), cluster.clock());
    GarbageCollector.register(cluster.loops(), cluster.user());
    podsBecomeReady();
    cluster.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, annotations: {kubernetes.io/change-cause: first}}
        spec:
          replicas: 4
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "nginx:1"}]}
        """);
    cluster.advance(Duration.ofSeconds(5));
  }

  /// Every pod is ready a second after it was made, unless its image is broken.
  private void podsBecomeReady() {
    Informer pods = cluster.loops().informer(Kinds.POD);
    cluster
        .loops()
        .controller(
            "readiness",
            key -> {
              pods.find(key)
                  .filter(pod -> !PodConditions.holds(pod, "Ready"))
                  .filter(pod -> !image(pod).equals(broken))
                  .ifPresent(pod ->
                      cluster
                          .user()
                          .updateStatus(
                              pod.editStatus(status ->
                                  status
                                      .set("phase", "Running")
                                      .set(
                                          "conditions",
                                          List.of(
                                              PodConditions.transition(
                                                  "Ready",
                                                  "True",
                                                  Timestamps.format(cluster.clock().now())))))));
              return Outcome.DONE;
            })
        .on(pods);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aNewDeploymentHasOneSetOfRevisionOneAndProgressesToComplete() {
    assertThat(sets()).hasSize(1);
    assertThat(sets().getFirst().annotations())
        .containsEntry("deployment.kubernetes.io/revision", "1")
        .containsEntry("deployment.kubernetes.io/desired-replicas", "4")
        .containsEntry("deployment.kubernetes.io/max-replicas", "5")
        .containsEntry("kubernetes.io/change-cause", "first");
    assertThat(web().annotations()).containsEntry("deployment.kubernetes.io/revision", "1");
    assertThat(condition("Progressing").string("reason")).isEqualTo("NewReplicaSetAvailable");
    assertThat(condition("Available").string("status")).isEqualTo("True");
    assertThat(messages())
        .containsExactly("Scaled up replica set " + sets().getFirst().name() + " from 0 to 4");
  }

  @Test
  void aRollingUpdateKeepsEnoughPodsAndEndsWithTheNewOnes() {
    image("nginx:2");
    assertThat(pods()).hasSize(4).allMatch(pod -> image(pod).equals("nginx:2"));
    assertThat(sets())
        .extracting(set -> set.spec().integer("replicas"))
        .containsExactlyInAnyOrder(0L, 4L);
    assertThat(web().annotations()).containsEntry("deployment.kubernetes.io/revision", "2");
    assertThat(messages())
        .hasSizeGreaterThan(4)
        .anyMatch(m -> m.endsWith("from 0 to 1"))
        .anyMatch(m -> m.endsWith("from 4 to 3"));
  }

  @Test
  void goingBackToAnOldTemplateTakesItsSetUpAgainUnderANewRevision() {
    image("nginx:2");
    image("nginx:1");
    assertThat(sets()).hasSize(2);
    ApiObject active =
        sets().stream().filter(s -> s.spec().integer("replicas") > 0).findFirst().orElseThrow();
    assertThat(active.annotations())
        .containsEntry("deployment.kubernetes.io/revision", "3")
        .containsEntry("deployment.kubernetes.io/revision-history", "1");
  }

  @Test
  void aRolloutThatCannotBecomeReadyStopsAtTheSurgeAndTimesOut() {
    broken = "nginx:broken";
    image("nginx:broken");
    assertThat(pods()).filteredOn(pod -> image(pod).equals("nginx:1")).hasSize(3);
    assertThat(pods()).filteredOn(pod -> image(pod).equals("nginx:broken")).hasSize(2);
    cluster.advance(Duration.ofMinutes(11));
    assertThat(condition("Progressing").string("reason")).isEqualTo("ProgressDeadlineExceeded");
    assertThat(condition("Available").string("status")).isEqualTo("True");
  }

  @Test
  void recreateWaitsUntilTheOldPodsAreGone() {
    edit(spec -> spec.object("strategy").set("type", "Recreate").remove("rollingUpdate"));
    image("nginx:2");
    assertThat(pods()).hasSize(4).allMatch(pod -> image(pod).equals("nginx:2"));
    assertThat(messages()).anyMatch(m -> m.endsWith("from 4 to 0"));
  }

  @Test
  void severalChangesWhilePausedAreOneRevision() {
    edit(spec -> spec.set("paused", true));
    assertThat(condition("Progressing").string("reason")).isEqualTo("DeploymentPaused");
    image("nginx:2");
    image("nginx:3");
    assertThat(sets()).hasSize(1);
    edit(spec -> spec.remove("paused"));
    assertThat(sets()).hasSize(2);
    assertThat(pods()).allMatch(pod -> image(pod).equals("nginx:3"));
  }

  @Test
  void aDeploymentThatBeginsPausedIsObservedThoughItHasNoSet() {
    cluster.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: idle}
        spec:
          paused: true
          replicas: 4
          selector: {matchLabels: {app: idle}}
          template:
            metadata: {labels: {app: idle}}
            spec: {containers: [{name: c, image: "nginx:1"}]}
        """);
    cluster.advance(Duration.ofSeconds(5));
    ApiObject idle = cluster.user().get(Kinds.DEPLOYMENT, "default", "idle");
    assertThat(idle.status().integer("observedGeneration")).isEqualTo(1);
  }

  @Test
  void oldSetsBeyondTheHistoryLimitAreDeleted() {
    edit(spec -> spec.set("revisionHistoryLimit", 1));
    image("nginx:2");
    image("nginx:3");
    assertThat(sets()).hasSize(2);
  }

  @Test
  void scalingInTheMidstOfARolloutIsSharedOut() {
    broken = "nginx:broken";
    image("nginx:broken");
    edit(spec -> spec.set("replicas", 8));
    assertThat(sets())
        .extracting(set -> set.spec().integer("replicas"))
        .containsExactlyInAnyOrder(6L, 4L);
  }

  private void image(String image) {
    edit(spec ->
        spec.object("template", "spec").objects("containers").getFirst().set("image", image));
  }

  private void edit(Consumer<dev.podium.object.ObjectDraft> change) {
    cluster.user().update(Kinds.DEPLOYMENT, "default", "web", d -> d.editSpec(change));
    cluster.advance(Duration.ofSeconds(30));
  }

  private static String image(ApiObject pod) {
    return pod.spec().objects("containers").getFirst().string("image");
  }

  private ApiObject web() {
    return cluster.user().get(Kinds.DEPLOYMENT, "default", "web");
  }

  private JsonObject condition(String type) {
    return web().status().objects("conditions").stream()
        .filter(c -> c.string("type").equals(type))
        .findFirst()
        .orElseThrow();
  }

  private List<ApiObject> sets() {
    return cluster.user().list(Kinds.REPLICA_SET, "default");
  }

  private List<ApiObject> pods() {
    return cluster.user().list(Kinds.POD, "default");
  }

  private List<String> messages() {
    return cluster.user().list(Kinds.EVENT, "default").stream()
        .filter(event -> event.root().string("involvedObject", "kind").equals("Deployment"))
        .map(event -> event.root().string("message"))
        .toList();
  }
}
