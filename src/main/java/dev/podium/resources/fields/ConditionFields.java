package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Conditions of the one form that newer kinds share.
///
/// Upstream: apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateConditions).
public final class ConditionFields {
  private static final int LONGEST_REASON = 1 << 10;
  private static final int LONGEST_MESSAGE = 32 << 10;
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");

  private ConditionFields() {}

  /// @param parent that has `conditions`
  public static void check(Part parent) {
    Set<String> types = new HashSet<>();
    for (Part condition : parent.items("conditions")) {
      String type = condition.string("type");
      if (!types.add(type)) {
        condition.duplicate("type", type);
      }
      SelectorFields.labelName(condition, "type");
      if (!STATUSES.contains(condition.string("status"))) {
        condition.add(
            FieldError.notSupported(
                condition.child("status"), condition.string("status"), STATUSES));
      }
      if (condition.integer("observedGeneration") < 0) {
        condition.invalid("observedGeneration", "must be greater than or equal to zero");
      }
      if (condition.string("lastTransitionTime").isEmpty()) {
        condition.required("lastTransitionTime", "must be set");
      }
      reason(condition);
      atMost(condition, "message", LONGEST_MESSAGE);
    }
  }

  private static void reason(Part condition) {
    String reason = condition.string("reason");
    if (reason.isEmpty()) {
      condition.required("reason", "must be set");
    } else {
      condition.faults("reason", NameFormats.conditionReason(reason));
      atMost(condition, "reason", LONGEST_REASON);
    }
  }

  private static void atMost(Part condition, String field, int most) {
    if (condition.string(field).getBytes(StandardCharsets.UTF_8).length > most) {
      condition.add(FieldError.tooLong(condition.child(field), most));
    }
  }
}
