package dev.podium.controllers.nodelifecycle;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is to be thought of a node whose kubelet may have fallen silent.
///
/// Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go (tryUpdateNodeHealth).
final class NodeHealth {
  /// NodeMonitorGracePeriod and NodeStartupGracePeriod.
  private static final Duration GRACE = Duration.ofSeconds(50);

  private static final Duration STARTUP_GRACE = Duration.ofSeconds(60);
  private static final List<String> TYPES =
      List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

  private NodeHealth() {}

  static Optional<JsonObject> condition(ApiObject node, String type) {
    return node.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst();
  }

  /// When the node counts as lost unless its kubelet says something.
  ///
  /// @param renewed when its lease was last renewed
  static Instant patience(ApiObject node, Optional<Instant> renewed) {
    Optional<Instant> heartbeat =
        condition(node, "Ready")
            .filter(ready -> !ready.string("status").equals("Unknown"))
            .flatMap(ready -> ready.findString("lastHeartbeatTime"))
            .map(Timestamps::parse);
    return Stream.concat(heartbeat.stream(), renewed.stream())
        .max(Instant::compareTo)
        .map(latest -> latest.plus(GRACE))
        .orElseGet(() -> Timestamps.parse(node.creationTimestamp()).plus(STARTUP_GRACE));
  }

  /// The node with conditions that nobody knows any longer; the same object where they say so.
  static ApiObject lost(ApiObject node, Instant now) {
    String time = Timestamps.format(now);
    List<JsonObject> conditions = new ArrayList<>();
    for (JsonObject condition : node.status().objects("conditions")) {
      boolean known =
          TYPES.contains(condition.string("type")) && !condition.string("status").equals("Unknown");
      conditions.add(
          known
              ? condition
                  .with("status", "Unknown")
                  .with("reason", "NodeStatusUnknown")
                  .with("message", "Kubelet stopped posting node status.")
                  .with("lastTransitionTime", time)
              : condition);
    }
    for (String type : TYPES) {
      if (condition(node, type).isEmpty()) {
        conditions.add(
            JsonObject.of(
                "type",
                type,
                "status",
                "Unknown",
                "lastHeartbeatTime",
                node.creationTimestamp(),
                "lastTransitionTime",
                time,
                "reason",
                "NodeStatusNeverUpdated",
                "message",
                "Kubelet never posted node status."));
      }
    }
    return node.editStatus(status -> status.set("conditions", conditions));
  }
}
