package dev.podium.controllers.nodelifecycle;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The taints that a node's conditions and its being cordoned lead to.
///
/// Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go (doNoScheduleTaintingPass,
/// processTaintBaseEviction).
final class NodeTaints {
  private static final String PREFIX = "node.kubernetes.io/";
  static final String NOT_READY = PREFIX + "not-ready";
  static final String UNREACHABLE = PREFIX + "unreachable";
  private static final String UNSCHEDULABLE = PREFIX + "unschedulable";
  private static final Map<String, String> PRESSURES =
      Map.of(
          "MemoryPressure", PREFIX + "memory-pressure",
          "DiskPressure", PREFIX + "disk-pressure",
          "NetworkUnavailable", PREFIX + "network-unavailable",
          "PIDPressure", PREFIX + "pid-pressure");
  private static final Set<String> OWN =
      Set.of(
          NOT_READY,
          UNREACHABLE,
          UNSCHEDULABLE,
          PREFIX + "memory-pressure",
          PREFIX + "disk-pressure",
          PREFIX + "network-unavailable",
          PREFIX + "pid-pressure");

  private record Taint(String key, String effect) {
    boolean is(JsonObject taint) {
      return taint.string("key").equals(key) && taint.string("effect").equals(effect);
    }
  }

  private NodeTaints() {}

  /// The node with the taints that it should have; the same object where it has them.
  static ApiObject apply(ApiObject node, Instant now) {
    List<Taint> wanted = wanted(node);
    List<JsonObject> before = node.spec().objects("taints");
    List<JsonObject> after = new ArrayList<>();
    for (JsonObject taint : before) {
      if (!isOwn(taint) || wanted.stream().anyMatch(w -> w.is(taint))) {
        after.add(taint);
      }
    }
    for (Taint taint : wanted) {
      if (before.stream().noneMatch(taint::is)) {
        after.add(
            JsonObject.of(
                "key", taint.key(), "effect", taint.effect(), "timeAdded", Timestamps.format(now)));
      }
    }
    if (after.equals(before)) {
      return node;
    }
    return node.editSpec(spec -> {
      if (after.isEmpty()) {
        spec.remove("taints");
      } else {
        spec.set("taints", after);
      }
    });
  }

  private static boolean isOwn(JsonObject taint) {
    String effect = taint.string("effect");
    String key = taint.string("key");
    return effect.equals("NoSchedule") && OWN.contains(key)
        || effect.equals("NoExecute") && (key.equals(NOT_READY) || key.equals(UNREACHABLE));
  }

  private static List<Taint> wanted(ApiObject node) {
    List<Taint> wanted = new ArrayList<>();
    for (JsonObject condition : node.status().objects("conditions")) {
      String status = condition.string("status");
      String type = condition.string("type");
      String pressure = PRESSURES.get(type);
      if (pressure != null && status.equals("True")) {
        wanted.add(new Taint(pressure, "NoSchedule"));
      }
      if (type.equals("Ready") && !status.equals("True")) {
        String key = status.equals("False") ? NOT_READY : UNREACHABLE;
        wanted.add(new Taint(key, "NoSchedule"));
        wanted.add(new Taint(key, "NoExecute"));
      }
    }
    if (node.spec().bool("unschedulable")) {
      wanted.add(new Taint(UNSCHEDULABLE, "NoSchedule"));
    }
    return wanted;
  }
}
