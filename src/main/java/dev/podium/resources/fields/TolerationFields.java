package dev.podium.resources.fields;

import dev.podium.object.LabelFormats;
import java.util.List;

/// Fields that hold tolerations of taints.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateTolerations).
public final class TolerationFields {
  private TolerationFields() {}

  /// The `tolerations` of a pod's spec or of what stands for one.
  public static void check(Part spec) {
    for (Part toleration : spec.items("tolerations")) {
      one(toleration);
    }
  }

  private static void one(Part toleration) {
    String operator = toleration.string("operator");
    String value = toleration.string("value");
    if (!toleration.string("key").isEmpty()) {
      SelectorFields.labelName(toleration, "key");
    } else if (!operator.equals("Exists")) {
      toleration.invalid(
          "operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    String effect = toleration.string("effect");
    if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
      toleration.invalid(
          "effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    switch (operator) {
      case "Equal", "" -> {
        List<String> faults = LabelFormats.value(value);
        if (!faults.isEmpty()) {
          toleration.invalid("operator", value, String.join(";", faults));
        }
      }
      case "Exists" -> {
        if (!value.isEmpty()) {
          toleration.invalid("operator", value, "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> toleration.notSupported("operator", List.of("Equal", "Exists"));
    }
    if (!effect.isEmpty()) {
      toleration.oneOf("effect", List.of("NoSchedule", "PreferNoSchedule", "NoExecute"));
    }
  }
}
