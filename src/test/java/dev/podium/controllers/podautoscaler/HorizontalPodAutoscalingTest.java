package dev.podium.controllers.podautoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HorizontalPodAutoscalingTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void begin() {
    HorizontalPodAutoscaling.register(cluster.loops(), cluster.user(), cluster.clock());
    cluster.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void podsThatUseMoreThanTheTargetBecomeMoreAfterAPeriod() {
    pods(2, "usage.podium.dev/cpu: 80%");
    autoscaler("minReplicas: 1, maxReplicas: 9, metrics: [%s]".formatted(cpu(50)));
    cluster.advance(Duration.ofSeconds(14));
    assertThat(replicas()).isEqualTo(2);
    cluster.advance(Duration.ofSeconds(20));
    assertThat(replicas()).isEqualTo(4);
    assertThat(status().objects("currentMetrics").getFirst().object("resource", "current"))
        .isEqualTo(JsonObject.of("averageUtilization", 80L, "averageValue", "160m"));
    assertThat(condition("ScalingActive").string("reason")).isEqualTo("ValidMetricFound");
    assertThat(messages())
        .contains(
            "New size: 4; reason: cpu resource utilization (percentage of request) above target");
  }

  @Test
  void lessUseLeadsDownOnlyWhenTheWindowIsOver() {
    pods(2, "usage.podium.dev/cpu: 10%");
    autoscaler("minReplicas: 1, maxReplicas: 9, metrics: [%s]".formatted(cpu(50)));
    cluster.advance(Duration.ofMinutes(1));
    assertThat(replicas()).isEqualTo(2);
    assertThat(condition("AbleToScale").string("reason")).isEqualTo("ScaleDownStabilized");
    cluster.advance(Duration.ofMinutes(6));
    assertThat(replicas()).isEqualTo(1);
    assertThat(messages()).contains("New size: 1; reason: All metrics below target");
  }

  @Test
  void boundsHoldWithoutAnyMetric() {
    autoscaler("minReplicas: 3, maxReplicas: 9, metrics: [%s]".formatted(cpu(50)));
    cluster.advance(Duration.ofSeconds(20));
    assertThat(replicas()).isEqualTo(3);
    assertThat(messages())
        .containsExactly("New size: 3; reason: Current number of replicas below Spec.MinReplicas");
  }

  @Test
  void aMetricThatNeedsAnAdapterIsSaidToBeMissing() {
    pods(2, "usage.podium.dev/cpu: 50%");
    autoscaler(
        """
        maxReplicas: 9, metrics: [{type: Pods, pods: {metric: {name: packets},
          target: {type: AverageValue, averageValue: 1k}}}]\
        """);
    cluster.advance(Duration.ofSeconds(20));
    assertThat(condition("ScalingActive").string("reason")).isEqualTo("FailedGetPodsMetric");
    assertThat(messages())
        .contains(
            "invalid metrics (1 invalid out of 1), first error is: failed to get pods metric value:"
                + " unable to get metric packets: unable to fetch metrics from custom metrics API:"
                + " no custom metrics API (custom.metrics.k8s.io) registered");
  }

  @Test
  void aTargetThatIsNotThereOnlyTakesTheAbilityToScale() {
    cluster.delete(Kinds.DEPLOYMENT, "web");
    autoscaler("maxReplicas: 9, metrics: [%s]".formatted(cpu(50)));
    cluster.advance(Duration.ofSeconds(20));
    assertThat(status().objects("conditions")).hasSize(1);
    assertThat(condition("AbleToScale").string("message"))
        .isEqualTo(
            "the HPA controller was unable to get the target's current scale: deployments.apps"
                + " \"web\" not found");
  }

  @Test
  void twoAutoscalersOfTheSamePodsBothStop() {
    pods(2, "usage.podium.dev/cpu: 80%");
    autoscaler("maxReplicas: 2, metrics: [%s]".formatted(cpu(50)));
    cluster.create(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: other}
        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 2}
        """);
    cluster.advance(Duration.ofSeconds(50));
    assertThat(condition("ScalingActive").string("reason")).isEqualTo("AmbiguousSelector");
  }

  private void pods(int number, String annotation) {
    String since = Timestamps.format(cluster.clock().now().minus(Duration.ofMinutes(10)));
    for (int i = 0; i < number; i++) {
      cluster.create(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: web-%d, labels: {app: web}, annotations: {%s}}
          spec: {containers: [{name: web, image: nginx, resources: {requests: {cpu: 200m}}}]}
          """
              .formatted(i, annotation));
      JsonObject running = JsonObject.of("running", JsonObject.of("startedAt", since));
      cluster.updateStatus(
          Kinds.POD,
          "web-" + i,
          pod ->
              pod.editStatus(status ->
                  status
                      .set("phase", "Running")
                      .set("startTime", since)
                      .set(
                          "conditions",
                          List.of(
                              JsonObject.of(
                                  "type", "Ready", "status", "True", "lastTransitionTime", since)))
                      .set(
                          "containerStatuses",
                          List.of(
                              JsonObject.of(
                                  "name",
                                  "web",
                                  "image",
                                  "nginx",
                                  "imageID",
                                  "",
                                  "ready",
                                  true,
                                  "restartCount",
                                  0,
                                  "state",
                                  running)))));
    }
  }

  private static String cpu(int percent) {
    return "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: %d}}}"
        .formatted(percent);
  }

  private void autoscaler(String spec) {
    cluster.create(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, %s}
        """
            .formatted(spec));
  }

  private long replicas() {
    return cluster.get(Kinds.DEPLOYMENT, "web").spec().integer("replicas");
  }

  private JsonObject status() {
    return cluster.get(Kinds.HORIZONTAL_POD_AUTOSCALER, "web").status();
  }

  private JsonObject condition(String type) {
    return status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst()
        .orElseThrow();
  }

  private List<String> messages() {
    return cluster.list(Kinds.EVENT).stream()
        .map(ApiObject::root)
        .map((JsonObject event) -> event.string("message"))
        .toList();
  }
}
