package dev.podium.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.controllers.ttlafterfinished.FinishedJobExpiry;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void begin() {
    JobController.register(cluster.loops(), cluster.user(), cluster.clock());
    FinishedJobExpiry.register(cluster.loops(), cluster.user(), cluster.clock());
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void asManyPodsRunAsParallelismAllowsUntilEnoughHaveSucceeded() {
    create("completions: 3, parallelism: 2");
    assertThat(active()).hasSize(2).allMatch(pod -> pod.name().startsWith("count-"));
    assertThat(active().getFirst().finalizers()).containsExactly(JobPod.FINALIZER);
    finish(active(), "Succeeded");
    assertThat(active()).hasSize(1);
    finish(active(), "Succeeded");
    assertThat(status().integer("succeeded")).isEqualTo(3);
    assertThat(conditions())
        .containsExactly(
            "SuccessCriteriaMet True CompletionsReached", "Complete True CompletionsReached");
    assertThat(status().object("uncountedTerminatedPods")).isEqualTo(JsonObject.EMPTY);
    assertThat(status().has("active")).isFalse();
    assertThat(status().integer("terminating")).isZero();
    assertThat(pods()).hasSize(3).allMatch(pod -> pod.finalizers().isEmpty());
    assertThat(messages()).contains("Job completed");
  }

  @Test
  void failedPodsAreReplacedEverLaterUntilTheLimitIsExceeded() {
    create("backoffLimit: 1");
    finish(active(), "Failed");
    assertThat(active()).isEmpty();
    cluster.advance(Duration.ofSeconds(5));
    assertThat(active()).isEmpty();
    cluster.advance(Duration.ofSeconds(5));
    assertThat(active()).hasSize(1);
    finish(active(), "Failed");
    assertThat(status().integer("failed")).isEqualTo(2);
    assertThat(conditions())
        .containsExactly(
            "FailureTarget True BackoffLimitExceeded", "Failed True BackoffLimitExceeded");
    assertThat(messages()).contains("Job has reached the specified backoff limit");
  }

  @Test
  void anIndexedJobRunsEachIndexOnceAfterItIsResumed() {
    create("completions: 3, parallelism: 3, completionMode: Indexed, suspend: true");
    assertThat(pods()).isEmpty();
    assertThat(conditions()).containsExactly("Suspended True JobSuspended");
    assertThat(status().has("startTime")).isFalse();
    cluster.update(Kinds.JOB, "count", job -> job.editSpec(spec -> spec.set("suspend", false)));
    cluster.settle();
    assertThat(active())
        .extracting(pod -> pod.spec().string("hostname"))
        .containsExactly("count-0", "count-1", "count-2");
    assertThat(active().get(1).labels()).containsEntry(JobPod.INDEX, "1");
    finish(active(), "Succeeded");
    assertThat(status().string("completedIndexes")).isEqualTo("0-2");
    assertThat(conditions())
        .contains("Suspended False JobResumed", "Complete True CompletionsReached");
  }

  @Test
  void aJobThatTakesTooLongIsStopped() {
    create("activeDeadlineSeconds: 30");
    cluster.advance(Duration.ofSeconds(31));
    assertThat(pods()).isEmpty();
    assertThat(conditions())
        .containsExactly("FailureTarget True DeadlineExceeded", "Failed True DeadlineExceeded");
    assertThat(status().integer("failed")).isEqualTo(1);
  }

  @Test
  void failuresArePerIndexWhereTheyAreLimitedSo() {
    create("completions: 2, parallelism: 2, completionMode: Indexed, backoffLimitPerIndex: 1");
    ApiObject first = active().getFirst();
    finish(List.of(first), "Failed");
    cluster.advance(Duration.ofSeconds(11));
    ApiObject second =
        active().stream().filter(p -> "0".equals(p.labels().get(JobPod.INDEX))).findFirst().get();
    assertThat(second.annotations()).containsEntry(JobPod.FAILURES, "1");
    finish(List.of(second), "Failed");
    assertThat(status().string("failedIndexes")).isEqualTo("0");
    finish(active(), "Succeeded");
    assertThat(status().string("completedIndexes")).isEqualTo("1");
    assertThat(conditions()).contains("Failed True FailedIndexes");
  }

  @Test
  void aFinishedJobIsDeletedWhenItsTimeIsUp() {
    create("ttlSecondsAfterFinished: 5");
    finish(active(), "Succeeded");
    cluster.advance(Duration.ofSeconds(6));
    assertThat(cluster.list(Kinds.JOB)).allMatch(ApiObject::isBeingDeleted);
  }

  @Test
  void podsOfAJobThatIsGoneAreLetGo() {
    ApiObject job = create("parallelism: 1");
    cluster
        .user()
        .delete(
            Kinds.JOB,
            "default",
            job.name(),
            dev.podium.registry.DeleteOptions.propagating(
                dev.podium.registry.DeleteOptions.Propagation.BACKGROUND));
    cluster.advance(Duration.ofSeconds(2));
    assertThat(pods()).allMatch(pod -> pod.finalizers().isEmpty());
  }

  private ApiObject create(String spec) {
    ApiObject job =
        cluster.create(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: count}
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}
            """
                .replace("spec:\n  template", "spec:\n  " + lines(spec) + "\n  template"));
    cluster.settle();
    return job;
  }

  private static String lines(String spec) {
    return spec.replace(", ", "\n  ");
  }

  private void finish(List<ApiObject> pods, String phase) {
    for (ApiObject pod : pods) {
      cluster.updateStatus(
          Kinds.POD, pod.name(), p -> p.editStatus(status -> status.set("phase", phase)));
    }
    cluster.advance(Duration.ofSeconds(2));
  }

  private List<ApiObject> pods() {
    return cluster.list(Kinds.POD);
  }

  private List<ApiObject> active() {
    return pods().stream().filter(pod -> JobPod.of(pod).view().isActive()).toList();
  }

  private JsonObject status() {
    return cluster.get(Kinds.JOB, "count").status();
  }

  private List<String> conditions() {
    return status().objects("conditions").stream()
        .map(c -> c.string("type") + " " + c.string("status") + " " + c.string("reason"))
        .toList();
  }

  private List<String> messages() {
    return cluster.list(Kinds.EVENT).stream().map(e -> e.root().string("message")).toList();
  }
}
