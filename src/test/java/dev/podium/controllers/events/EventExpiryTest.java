package dev.podium.controllers.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventExpiryTest {
  private final Simulation cluster = new Simulation();
  private final EventRecorder recorder =
      new EventRecorder(cluster.user(), cluster.clock(), "tester", "");
  private final ApiObject node = ApiObject.named(Kinds.NODE, "", "worker-1");

  @BeforeEach
  void register() {
    EventExpiry.register(cluster.loops(), cluster.user(), cluster.clock());
  }

  @Test
  void anEventGoesAnHourAfterItWasWritten() {
    recorder.normal(node, "Starting", "starts");
    cluster.advance(Duration.ofMinutes(59));
    assertThat(cluster.list(Kinds.EVENT)).hasSize(1);
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.list(Kinds.EVENT)).isEmpty();
  }

  @Test
  void aRepetitionKeepsItForAnotherHour() {
    recorder.normal(node, "Starting", "starts");
    cluster.advance(Duration.ofMinutes(40));
    recorder.normal(node, "Starting", "starts");
    cluster.advance(Duration.ofMinutes(59));
    assertThat(cluster.list(Kinds.EVENT)).hasSize(1);
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.list(Kinds.EVENT)).isEmpty();
  }

  @Test
  void anEventThatComesBackUnderItsNameLivesItsOwnHour() {
    recorder.normal(node, "Starting", "starts");
    cluster.advance(Duration.ofMinutes(40));
    cluster.delete(Kinds.EVENT, cluster.list(Kinds.EVENT).getFirst().name());
    recorder.normal(node, "Starting", "starts");
    cluster.advance(Duration.ofMinutes(59));
    assertThat(cluster.list(Kinds.EVENT)).hasSize(1);
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.list(Kinds.EVENT)).isEmpty();
  }
}
