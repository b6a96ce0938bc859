package dev.podium.resources.apps;

import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.pods.PodTemplates;
import java.util.List;

/// Checks that the kinds of apps/v1 share.
///
/// Upstream: pkg/apis/apps/validation/validation.go.
final class WorkloadChecks {
  private WorkloadChecks() {}

  /// The selector, and the template whose pods it must find.
  static void selectorAndTemplate(Part spec, String kind) {
    SelectorFields.require(spec, "empty selector is invalid for " + kind, "invalid label selector")
        .ifPresent(
            selector -> PodTemplates.checkForGood(spec.at("template"), selector, "ReplicaSet"));
  }

  static void notNegative(Part status, List<String> fields) {
    fields.forEach(status::notNegative);
  }

  /// These numbers may not be greater than another one.
  static void atMost(Part status, String most, String detail, List<String> fields) {
    for (String field : fields) {
      if (status.integer(field) > status.integer(most)) {
        status.invalid(field, status.integer(field), detail);
      }
    }
  }

  /// Not more replicas of a sort than there are, nor more available than ready ones.
  static void replicas(Part status, String sort) {
    atMost(
        status,
        "replicas",
        "cannot be greater than status.replicas",
        List.of(sort, "readyReplicas", "availableReplicas"));
    atMost(
        status,
        "readyReplicas",
        "cannot be greater than readyReplicas",
        List.of("availableReplicas"));
  }

  static void notDecremented(Part status, JsonObject old) {
    String field = "collisionCount";
    if (old.has(field) && status.integer(field) < old.integer(field)) {
      status.invalid(field, status.integer(field), "cannot be decremented");
    }
  }
}
