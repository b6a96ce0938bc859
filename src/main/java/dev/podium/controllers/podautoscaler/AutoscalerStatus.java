package dev.podium.controllers.podautoscaler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The status of an autoscaler while it is worked out. In the hands of one worker.
final class AutoscalerStatus {
  private final ObjectDraft draft;
  private final List<JsonObject> conditions;
  private final String now;

  private AutoscalerStatus(JsonObject status, String now) {
    this.draft = new ObjectDraft(status);
    this.conditions = new ArrayList<>(status.objects("conditions"));
    this.now = now;
  }

  static AutoscalerStatus of(ApiObject autoscaler, Instant now) {
    return new AutoscalerStatus(autoscaler.status(), Timestamps.format(now));
  }

  /// The number of pods that was last asked for.
  long desired() {
    return draft.findLong("desiredReplicas").orElse(0);
  }

  /// @param metrics as they were found; empty where none were read
  void numbers(long current, long desired, List<JsonObject> metrics) {
    draft.set("desiredReplicas", desired);
    if (current == 0) {
      draft.remove("currentReplicas");
    } else {
      draft.set("currentReplicas", current);
    }
    draft.set("currentMetrics", metrics.isEmpty() ? JsonNull.NULL : metrics);
  }

  void scaled() {
    draft.set("lastScaleTime", now);
  }

  void condition(String type, boolean holds, ScaleHistory.Said said) {
    condition(type, holds, said.reason(), said.message());
  }

  void condition(String type, boolean holds, String reason, String message) {
    String status = holds ? "True" : "False";
    JsonObject condition =
        JsonObject.of(
            "type",
            type,
            "status",
            status,
            "lastTransitionTime",
            now,
            "reason",
            reason,
            "message",
            message);
    for (int i = 0; i < conditions.size(); i++) {
      JsonObject old = conditions.get(i);
      if (old.string("type").equals(type)) {
        conditions.set(
            i,
            old.string("status").equals(status)
                ? condition.with("lastTransitionTime", old.string("lastTransitionTime"))
                : condition);
        return;
      }
    }
    conditions.add(condition);
  }

  JsonObject freeze() {
    draft.set("conditions", conditions);
    return draft.freeze();
  }
}
