package dev.podium.controllers.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Simulated time begins at 2026-07-01T10:00:00Z.
class CronJobControllerTest {
  private final Simulation cluster = new Simulation();

  @BeforeEach
  void begin() {
    CronJobController.register(cluster.loops(), cluster.user(), cluster.clock());
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aJobIsMadeEveryTimeTheScheduleSaysSo() {
    create("schedule: '*/10 * * * *'");
    cluster.advance(Duration.ofMinutes(9));
    assertThat(jobs()).isEmpty();
    cluster.advance(Duration.ofMinutes(2));
    assertThat(jobs()).extracting(ApiObject::name).containsExactly("tick-29715010");
    ApiObject job = jobs().getFirst();
    assertThat(job.annotations())
        .containsEntry("batch.kubernetes.io/cronjob-scheduled-timestamp", "2026-07-01T10:10:00Z");
    assertThat(status().string("lastScheduleTime")).isEqualTo("2026-07-01T10:10:00Z");
    assertThat(status().objects("active")).hasSize(1);
    cluster.advance(Duration.ofMinutes(10));
    assertThat(jobs()).hasSize(2);
    assertThat(messages()).contains("Created job tick-29715010");
  }

  @Test
  void aFinishedJobLeavesTheListAndTheHistoryKeepsTheLatest() {
    create("schedule: '@hourly', successfulJobsHistoryLimit: 1");
    for (int i = 0; i < 2; i++) {
      cluster.advance(Duration.ofMinutes(61));
      finish(jobs().getLast());
    }
    assertThat(status().has("active")).isFalse();
    assertThat(status().has("lastSuccessfulTime")).isTrue();
    assertThat(jobs()).hasSize(1);
    assertThat(messages())
        .anyMatch(message -> message.matches("Saw completed job: tick-\\d+, condition: Complete"))
        .anyMatch(message -> message.startsWith("Deleted job tick-"));
  }

  @Test
  void aJobThatStillRunsForbidsTheNext() {
    create("schedule: '* * * * *', concurrencyPolicy: Forbid");
    cluster.advance(Duration.ofMinutes(3));
    assertThat(jobs()).hasSize(1);
    assertThat(messages())
        .contains(
            "Not starting job because prior execution is running and concurrency policy is"
                + " Forbid");
  }

  @Test
  void aJobThatStillRunsIsReplacedByTheNext() {
    create("schedule: '*/5 * * * *', concurrencyPolicy: Replace");
    cluster.advance(Duration.ofMinutes(11));
    assertThat(jobs()).hasSize(1);
    assertThat(status().objects("active")).hasSize(1);
  }

  @Test
  void nothingStartsWhileSuspended() {
    create("schedule: '* * * * *', suspend: true");
    cluster.advance(Duration.ofMinutes(5));
    assertThat(jobs()).isEmpty();
  }

  private void create(String spec) {
    cluster.create(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tick}
        spec:
          %s
          jobTemplate:
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}
        """
            .formatted(spec.replace(", ", "\n  ")));
    cluster.settle();
  }

  private void finish(ApiObject job) {
    String now = job.status().findString("startTime").orElse("2026-07-01T12:00:00Z");
    cluster.updateStatus(
        Kinds.JOB,
        job.name(),
        j ->
            j.editStatus(status ->
                status
                    .set("startTime", now)
                    .set("completionTime", now)
                    .set("succeeded", 1)
                    .set(
                        "conditions",
                        List.of(
                            condition("SuccessCriteriaMet", now), condition("Complete", now)))));
    cluster.settle();
  }

  private static JsonObject condition(String type, String time) {
    return JsonObject.of("type", type, "status", "True", "lastTransitionTime", time);
  }

  private List<ApiObject> jobs() {
    return cluster.list(Kinds.JOB);
  }

  private JsonObject status() {
    return cluster.get(Kinds.CRON_JOB, "tick").status();
  }

  private List<String> messages() {
    return cluster.list(Kinds.EVENT).stream().map(e -> e.root().string("message")).toList();
  }
}
