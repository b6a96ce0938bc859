package dev.podium.controllers.certificates;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a request for a certificate has come.
final class Requests {
  static final String APPROVED = "Approved";
  static final String DENIED = "Denied";
  static final String FAILED = "Failed";

  private Requests() {}

  static boolean isIssued(ApiObject request) {
    return !request.status().string("certificate").isEmpty();
  }

  static boolean has(ApiObject request, String type) {
    return find(request, type).isPresent();
  }

  static Optional<JsonObject> find(ApiObject request, String type) {
    return request.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst();
  }

  static ApiObject with(
      ApiObject request, String type, String reason, String message, Instant now) {
    List<JsonObject> conditions = new ArrayList<>(request.status().objects("conditions"));
    conditions.add(
        JsonObject.of(
            "type",
            type,
            "status",
            "True",
            "reason",
            reason,
            "message",
            message,
            "lastUpdateTime",
            Timestamps.format(now)));
    return request.editStatus(status -> status.set("conditions", conditions));
  }
}
