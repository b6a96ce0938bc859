package dev.podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventRecorderTest {
  private final Simulation cluster = new Simulation();
  private final EventRecorder recorder =
      new EventRecorder(cluster.user(), cluster.clock(), "kubelet", "worker-1");
  private ApiObject map = ApiObject.named(Kinds.CONFIG_MAP, "default", "it");

  @BeforeEach
  void createTheObject() {
    map = cluster.user().create(map);
  }

  @Test
  void anEventSaysWhoReportsWhatAboutWhom() {
    recorder.record(
        EventRecorder.reference(map, "spec.containers{nginx}"), "Normal", "Started", "It runs");
    ApiObject event = events().getFirst();
    assertThat(event.name()).isEqualTo("it." + Long.toHexString(nanos()));
    assertThat(event.root().object("involvedObject"))
        .isEqualTo(
            JsonObject.of(
                "kind",
                "ConfigMap",
                "namespace",
                "default",
                "name",
                "it",
                "uid",
                map.uid(),
                "apiVersion",
                "v1",
                "resourceVersion",
                map.resourceVersion(),
                "fieldPath",
                "spec.containers{nginx}"));
    JsonObject root = event.root();
    assertThat(root.object("source"))
        .isEqualTo(JsonObject.of("component", "kubelet", "host", "worker-1"));
    assertThat(root.string("reportingComponent")).isEqualTo("kubelet");
    assertThat(root.string("reportingInstance")).isEqualTo("worker-1");
    assertThat(root.string("firstTimestamp")).isEqualTo("2026-07-01T10:00:00Z");
    assertThat(root.string("lastTimestamp")).isEqualTo("2026-07-01T10:00:00Z");
    assertThat(root.get("eventTime")).isEqualTo(JsonNull.NULL);
    assertThat(root.integer("count")).isEqualTo(1);
  }

  @Test
  void anEventAboutAClusterWideObjectIsInTheDefaultNamespace() {
    recorder.normal(ApiObject.named(Kinds.NODE, "", "worker-1"), "NodeReady", "ready");
    assertThat(events().getFirst().namespace()).isEqualTo("default");
  }

  @Test
  void anEventThatRepeatsIsCounted() {
    recorder.warning(map, "BackOff", "waits");
    cluster.advance(Duration.ofSeconds(10));
    recorder.warning(map, "BackOff", "waits");
    cluster.advance(Duration.ofSeconds(10));
    recorder.warning(map, "BackOff", "waits");
    assertThat(events()).hasSize(1);
    JsonObject event = events().getFirst().root();
    assertThat(event.integer("count")).isEqualTo(3);
    assertThat(event.string("firstTimestamp")).isEqualTo("2026-07-01T10:00:00Z");
    assertThat(event.string("lastTimestamp")).isEqualTo("2026-07-01T10:00:20Z");
  }

  @Test
  void fromTheTenthSimilarEventOnTheyAreCombined() {
    for (int i = 1; i <= 13; i++) {
      recorder.normal(map, "Scaled", "to " + i);
      cluster.advance(Duration.ofSeconds(1));
    }
    assertThat(events()).hasSize(10);
    JsonObject combined = events().getLast().root();
    assertThat(combined.string("message")).isEqualTo("(combined from similar events): to 13");
    assertThat(combined.integer("count")).isEqualTo(4);
    assertThat(combined.string("firstTimestamp")).isEqualTo("2026-07-01T10:00:09Z");
    assertThat(combined.string("lastTimestamp")).isEqualTo("2026-07-01T10:00:12Z");
  }

  @Test
  void afterTenMinutesOfSilenceSimilarEventsAreTheirOwnAgain() {
    for (int i = 1; i <= 12; i++) {
      recorder.normal(map, "Scaled", "to " + i);
    }
    cluster.advance(Duration.ofMinutes(10).plusSeconds(1));
    recorder.normal(map, "Scaled", "to 13");
    assertThat(messages()).last().isEqualTo("to 13");
  }

  @Test
  void afterABurstOneEventIsLetThroughEveryFiveMinutes() {
    for (int i = 1; i <= 30; i++) {
      recorder.normal(map, "Reason" + i, "happened");
    }
    assertThat(events()).hasSize(25);
    recorder.normal(ApiObject.named(Kinds.NODE, "", "other"), "Reason", "another object");
    assertThat(events()).hasSize(26);
    cluster.advance(Duration.ofMinutes(5));
    recorder.normal(map, "Reason31", "happened");
    recorder.normal(map, "Reason32", "happened");
    assertThat(events()).hasSize(27);
  }

  @Test
  void anEventThatWasRemovedIsMadeAgainWithItsCount() {
    recorder.normal(map, "Pulled", "image");
    cluster.delete(Kinds.EVENT, events().getFirst().name());
    recorder.normal(map, "Pulled", "image");
    assertThat(events().getFirst().root().integer("count")).isEqualTo(2);
  }

  @Test
  void eventsOfOneMomentHaveNamesOfTheirOwn() {
    EventRecorder other = new EventRecorder(cluster.user(), cluster.clock(), "other", "");
    recorder.normal(map, "A", "a");
    other.normal(map, "B", "b");
    recorder.normal(map, "C", "c");
    assertThat(messages()).containsExactlyInAnyOrder("a", "b", "c");
    other.normal(map, "B", "b");
    assertThat(events()).filteredOn(e -> e.root().integer("count") == 2).hasSize(1);
  }

  @Test
  void anEventInANamespaceThatIsGoneIsLost() {
    recorder.normal(ApiObject.named(Kinds.CONFIG_MAP, "nowhere", "it"), "A", "a");
    assertThat(cluster.user().list(Kinds.EVENT, "")).isEmpty();
  }

  @Test
  void aNameThatFitsNoEventIsReplaced() {
    recorder.normal(ApiObject.named(Kinds.CLUSTER_ROLE, "", "system:node"), "A", "a");
    assertThat(events().getFirst().name()).hasSize(36);
  }

  @Test
  void aRepetitionInTheNewKindOfEventsIsASeries() {
    EventSeriesRecorder scheduler =
        new EventSeriesRecorder(cluster.user(), cluster.clock(), "default-scheduler", "host");
    scheduler.warning(map, "FailedScheduling", "Scheduling", "0/4 nodes are available");
    ApiObject event = events().getFirst();
    assertThat(event.root().string("eventTime")).isEqualTo("2026-07-01T10:00:00.000000Z");
    assertThat(event.root().string("reportingInstance")).isEqualTo("default-scheduler-host");
    assertThat(event.root().string("action")).isEqualTo("Scheduling");
    assertThat(event.root().has("series")).isFalse();
    for (int i = 0; i < 3; i++) {
      cluster.advance(Duration.ofSeconds(30));
      scheduler.warning(map, "FailedScheduling", "Scheduling", "something else");
    }
    assertThat(events()).hasSize(1);
    assertThat(events().getFirst().root().string("message")).isEqualTo("0/4 nodes are available");
    assertThat(series())
        .isEqualTo(JsonObject.of("count", 2, "lastObservedTime", "2026-07-01T10:00:30.000000Z"));
    cluster.advance(Duration.ofMinutes(12));
    assertThat(series())
        .isEqualTo(JsonObject.of("count", 4, "lastObservedTime", "2026-07-01T10:01:30.000000Z"));
    scheduler.warning(map, "FailedScheduling", "Scheduling", "anew");
    assertThat(events()).hasSize(2);
  }

  private JsonObject series() {
    return events().getFirst().root().object("series");
  }

  private long nanos() {
    return cluster.clock().now().getEpochSecond() * 1_000_000_000L;
  }

  private List<String> messages() {
    return events().stream().map(event -> event.root().string("message")).toList();
  }

  private List<ApiObject> events() {
    return cluster.list(Kinds.EVENT);
  }
}
