package dev.podium.kubelet.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class NodeObjectTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void extendedResourcesOfTheCapacityAreAllocatable() {
    ApiObject node = node(JsonObject.of("cpu", "9", "example.com/dongle", "4"));
    assertThat(NodeObject.isRight(node)).isFalse();
    ApiObject told = NodeObject.report(node, NOW);
    assertThat(told.status().object("allocatable"))
        .isEqualTo(JsonObject.of("cpu", "8", "example.com/dongle", "4"));
    assertThat(NodeObject.isRight(told)).isTrue();
  }

  @Test
  void extendedResourcesThatTheCapacityLostAreNotAllocatable() {
    ApiObject node = node(JsonObject.of("cpu", "8"));
    ApiObject before =
        node.editStatus(status ->
            status.set("allocatable", JsonObject.of("cpu", "8", "example.com/dongle", "4")));
    assertThat(NodeObject.report(before, NOW).status().object("allocatable"))
        .isEqualTo(JsonObject.of("cpu", "8"));
  }

  private static ApiObject node(JsonObject capacity) {
    return ApiObject.named(Kinds.NODE, "", "worker-1")
        .with(
            "status",
            JsonObject.of("capacity", capacity, "allocatable", JsonObject.of("cpu", "8")));
  }
}
