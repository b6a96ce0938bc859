package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.resources.fields.Part;
import java.util.List;

/// What is wrong with a ReplicaSet.
///
/// Upstream: pkg/apis/apps/validation/validation.go (ValidateReplicaSet).
final class ReplicaSetChecks {
  private ReplicaSetChecks() {}

  static void create(ApiObject object, List<FieldError> errors) {
    spec(Part.of(object, errors).at("spec"));
  }

  static void update(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    spec(spec);
    spec.immutable("selector", old.spec());
  }

  private static void spec(Part spec) {
    spec.notNegative("replicas");
    spec.notNegative("minReadySeconds");
    // The kind in the message about an empty selector is upstream's.
    WorkloadChecks.selectorAndTemplate(spec, "deployment");
  }

  static void status(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(object, errors).at("status");
    WorkloadChecks.notNegative(
        status,
        List.of(
            "replicas",
            "fullyLabeledReplicas",
            "readyReplicas",
            "availableReplicas",
            "terminatingReplicas",
            "observedGeneration"));
    WorkloadChecks.replicas(status, "fullyLabeledReplicas");
  }
}
