package dev.podium.resources.flowcontrol;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.InternalForm;
import java.util.List;
import java.util.Set;

/// The objects that flow control cannot do without: what they say stays as the server made it.
///
/// Upstream: pkg/apis/flowcontrol/internalbootstrap and ValidateFlowSchema,
/// ValidatePriorityLevelConfiguration in pkg/apis/flowcontrol/validation/validation.go.
final class FixedSpecs {
  private static final String EXEMPT = "exempt";
  private static final Set<String> NAMES = Set.of(EXEMPT, "catch-all");
  private static final String TYPES = "io.k8s.api.flowcontrol.v1.";

  private FixedSpecs() {}

  static void check(ApiObject object, ApiObject old, List<FieldError> errors) {
    if (!NAMES.contains(object.name())) {
      return;
    }
    boolean tunable =
        object.name().equals(EXEMPT) && object.kind().equals("PriorityLevelConfiguration");
    JsonObject now = tunable ? object.spec().without(EXEMPT) : object.spec();
    JsonObject before = tunable ? old.spec().without(EXEMPT) : old.spec();
    if (!now.equals(before)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("spec"),
              InternalForm.of(TYPES + object.kind() + "Spec", object.spec()),
              "spec of '"
                  + object.name()
                  + (tunable ? "' except the 'spec.exempt' field" : "'")
                  + " must equal the fixed value"));
    }
  }
}
