package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.Optional;

/// The conditions in a pod's status.
public final class PodConditions {
  private PodConditions() {}

  /// A condition as it is when it has just changed; `lastProbeTime` is shown though it is never
  /// set.
  public static JsonObject transition(String type, String status, String time) {
    return JsonObject.of(
        "type", type, "status", status, "lastProbeTime", JsonNull.NULL, "lastTransitionTime", time);
  }

  public static Optional<JsonObject> find(ApiObject pod, String type) {
    for (Object value : pod.status().array("conditions")) {
      if (value instanceof JsonObject condition && condition.string("type").equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  public static boolean holds(ApiObject pod, String type) {
    Optional<JsonObject> condition = find(pod, type);
    return condition.isPresent() && condition.get().string("status").equals("True");
  }
}
