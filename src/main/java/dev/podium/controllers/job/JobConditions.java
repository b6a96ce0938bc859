package dev.podium.controllers.job;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The conditions of a Job (newCondition, ensureJobConditionStatus).
final class JobConditions {
  private JobConditions() {}

  static JsonObject holds(String type, String reason, String message, Instant now) {
    return condition(type, "True", reason, message, now);
  }

  private static JsonObject condition(
      String type, String status, String reason, String message, Instant now) {
    String time = Timestamps.format(now);
    return JsonObject.of(
        "type",
        type,
        "status",
        status,
        "lastProbeTime",
        time,
        "lastTransitionTime",
        time,
        "reason",
        reason,
        "message",
        message);
  }

  /// The same told of another type: FailureTarget becomes Failed, SuccessCriteriaMet Complete.
  static JsonObject as(String type, JsonObject condition, Instant now) {
    return holds(type, condition.string("reason"), condition.string("message"), now);
  }

  static JsonObject suspended(Instant now) {
    return condition("Suspended", "True", "JobSuspended", "Job suspended", now);
  }

  static JsonObject resumed(Instant now) {
    return condition("Suspended", "False", "JobResumed", "Job resumed", now);
  }

  /// Puts a condition in the place of one of its type; a first one that does not hold is not worth
  /// telling.
  ///
  /// @return whether its status is another than before
  static boolean put(ObjectDraft status, JsonObject condition) {
    List<JsonObject> all = new ArrayList<>(status.freeze().objects("conditions"));
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).string("type").equals(condition.string("type"))) {
        if (all.get(i).string("status").equals(condition.string("status"))) {
          return false;
        }
        all.set(i, condition);
        status.set("conditions", all);
        return true;
      }
    }
    if (!condition.string("status").equals("True")) {
      return false;
    }
    all.add(condition);
    status.set("conditions", all);
    return true;
  }
}
