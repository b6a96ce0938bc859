package dev.podium.controllers.customresources;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a definition.
///
/// Upstream: apiextensions-apiserver's pkg/apihelpers (SetCRDCondition).
final class Conditions {
  static final String NAMES_ACCEPTED = "NamesAccepted";
  static final String ESTABLISHED = "Established";
  static final String TERMINATING = "Terminating";

  private Conditions() {}

  static JsonObject of(String type, boolean status, String reason, String message) {
    return JsonObject.of(
        "type", type, "status", status ? "True" : "False", "reason", reason, "message", message);
  }

  static Optional<JsonObject> find(ApiObject definition, String type) {
    return definition.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .findFirst();
  }

  static boolean isTrue(ApiObject definition, String type) {
    return find(definition, type)
        .filter(condition -> condition.string("status").equals("True"))
        .isPresent();
  }

  /// The definition with a condition, whose time is that of the last change of its status.
  static ApiObject with(ApiObject definition, JsonObject condition, Instant now) {
    Optional<JsonObject> old = find(definition, condition.string("type"));
    String since =
        old.filter(before -> before.string("status").equals(condition.string("status")))
            .map(before -> before.string("lastTransitionTime"))
            .orElseGet(() -> Timestamps.format(now));
    JsonObject dated =
        JsonObject.of(
            "type",
            condition.string("type"),
            "status",
            condition.string("status"),
            "lastTransitionTime",
            since,
            "reason",
            condition.string("reason"),
            "message",
            condition.string("message"));
    List<JsonObject> conditions = new ArrayList<>(definition.status().objects("conditions"));
    int place = old.map(conditions::indexOf).orElse(conditions.size());
    if (place < conditions.size()) {
      conditions.set(place, dated);
    } else {
      conditions.add(dated);
    }
    return definition.editStatus(status -> status.set("conditions", conditions));
  }
}
