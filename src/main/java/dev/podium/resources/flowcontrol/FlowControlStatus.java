package dev.podium.resources.flowcontrol;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The conditions of a FlowSchema or a PriorityLevelConfiguration.
///
/// Upstream: pkg/apis/flowcontrol/validation/validation.go (ValidateFlowSchemaStatus,
/// ValidatePriorityLevelConfigurationStatus).
final class FlowControlStatus {
  private FlowControlStatus() {}

  static void check(ApiObject object, ApiObject old, List<FieldError> errors) {
    Set<String> types = new HashSet<>();
    for (Part condition : Part.of(object, errors).at("status").items("conditions")) {
      String type = condition.string("type");
      if (!types.add(type)) {
        condition.duplicate("type", type);
      }
      if (type.isEmpty()) {
        condition.required("type", "must not be empty");
      }
    }
  }
}
