package dev.podium.controllers.deployment;

import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a Deployment while they are worked out (SetDeploymentCondition).
final class Conditions {
  private final Instant now;
  private final List<JsonObject> all;

  Conditions(List<JsonObject> present, Instant now) {
    this.all = new ArrayList<>(present);
    this.now = now;
  }

  List<JsonObject> all() {
    return all;
  }

  Optional<JsonObject> find(String type) {
    return all.stream().filter(condition -> condition.string("type").equals(type)).findFirst();
  }

  Optional<String> reason(String type) {
    return find(type).map(condition -> condition.string("reason"));
  }

  void remove(String type) {
    all.removeIf(condition -> condition.string("type").equals(type));
  }

  /// Leaves a condition of the same status and reason as it is; keeps the time of transition of one
  /// of the same status.
  void set(String type, String status, String reason, String message) {
    Optional<JsonObject> known = find(type);
    if (known
        .filter(c -> c.string("status").equals(status) && c.string("reason").equals(reason))
        .isPresent()) {
      return;
    }
    replace(type, status, reason, message, known);
  }

  /// As [#set], but refreshed even where status and reason stay.
  void renew(String type, String status, String reason, String message) {
    replace(type, status, reason, message, find(type));
  }

  private void replace(
      String type, String status, String reason, String message, Optional<JsonObject> known) {
    String time = Timestamps.format(now);
    String transition =
        known
            .filter(condition -> condition.string("status").equals(status))
            .map(condition -> condition.string("lastTransitionTime"))
            .orElse(time);
    remove(type);
    all.add(
        JsonObject.of(
            "type",
            type,
            "status",
            status,
            "lastUpdateTime",
            time,
            "lastTransitionTime",
            transition,
            "reason",
            reason,
            "message",
            message));
  }
}
