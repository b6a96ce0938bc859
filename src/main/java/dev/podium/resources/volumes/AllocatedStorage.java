package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.LabelFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import java.util.List;

/// How far a claim's growth has come, as the status of the claim says it.
///
/// Upstream: ValidatePersistentVolumeClaimStatusUpdate and validatePersistentVolumeClaimResourceKey
/// in pkg/apis/core/validation/validation.go.
final class AllocatedStorage {
  private static final List<String> STEPS =
      List.of(
          "ControllerResizeInProgress",
          "ControllerResizeInfeasible",
          "NodeResizeInProgress",
          "NodeResizeInfeasible",
          "NodeResizePending");

  private AllocatedStorage() {}

  static void check(Part status) {
    // The path is upstream's own spelling, and the value shown its own slip.
    FieldPath steps = status.child("allocatedResourceStatus");
    status
        .at("allocatedResourceStatuses")
        .value()
        .forEach((resource, step) -> {
          resource(resource, steps, status);
          if (!STEPS.contains(step.toString())) {
            status.add(FieldError.notSupported(steps, resource, STEPS));
          }
        });
    FieldPath amounts = status.child("allocatedResources");
    status
        .at("allocatedResources")
        .value()
        .forEach((resource, amount) -> {
          if (resource(resource, amounts, status)) {
            amount(Quantity.parse(amount.toString()), amounts.key(resource), status);
          }
        });
  }

  private static void amount(Quantity amount, FieldPath path, Part status) {
    if (amount.sign() < 0) {
      status.add(FieldError.invalid(path, amount.value(), "must be a valid resource quantity"));
    } else {
      ResourceFields.amount("storage", amount, path, status.errors());
    }
  }

  /// Storage, or something that others have named; whether it is.
  private static boolean resource(String resource, FieldPath path, Part status) {
    List<String> faults = LabelFormats.key(resource);
    FieldChecks.format(resource, faults, path, status.errors());
    if (!faults.isEmpty()) {
      return false;
    }
    boolean known = !ResourceFields.isNative(resource) || resource.equals("storage");
    if (!known) {
      status.add(FieldError.notSupported(path, resource, List.of("storage")));
    }
    return known;
  }
}
