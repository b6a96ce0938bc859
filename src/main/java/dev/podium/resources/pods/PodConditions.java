package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions in a pod's status.
public final class PodConditions {
  /// What [#disruption] makes.
  static final String DISRUPTION = "DisruptionTarget";

  private PodConditions() {}

  /// A condition as it is when it has just changed; `lastProbeTime` is shown though it is never
  /// set.
  public static JsonObject transition(String type, String status, String time) {
    return JsonObject.of(
        "type", type, "status", status, "lastProbeTime", JsonNull.NULL, "lastTransitionTime", time);
  }

  /// Tells why a pod goes before its time.
  ///
  /// @param reason who ends it, such as `EvictionByEvictionAPI`
  public static JsonObject disruption(ApiObject pod, String reason, String message, Instant now) {
    return transition(DISRUPTION, "True", Timestamps.format(now))
        .with("observedGeneration", pod.generation().orElse(1))
        .with("reason", reason)
        .with("message", message);
  }

  public static Optional<JsonObject> find(ApiObject pod, String type) {
    JsonArray conditions = pod.status().array("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i) instanceof JsonObject condition && type.equals(condition.get("type"))) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  public static boolean holds(ApiObject pod, String type) {
    Optional<JsonObject> condition = find(pod, type);
    return condition.isPresent() && condition.get().string("status").equals("True");
  }

  /// A condition in the place of one of its type, else as the last one; one that says the same
  /// keeps its time (UpdatePodCondition).
  public static ApiObject put(ApiObject pod, JsonObject condition) {
    List<JsonObject> all = new ArrayList<>(pod.status().objects("conditions"));
    int at = 0;
    while (at < all.size() && !all.get(at).string("type").equals(condition.string("type"))) {
      at++;
    }
    if (at == all.size()) {
      all.add(condition);
    } else {
      JsonObject before = all.get(at);
      boolean same = before.string("status").equals(condition.string("status"));
      all.set(
          at,
          same
              ? condition.with("lastTransitionTime", before.string("lastTransitionTime"))
              : condition);
    }
    return pod.editStatus(status -> status.set("conditions", all));
  }
}
