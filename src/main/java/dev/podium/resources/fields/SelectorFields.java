package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.LabelFormats;
import dev.podium.object.LabelSelector;
import java.util.List;
import java.util.Optional;

/// Fields that hold label selectors.
///
/// Upstream: apimachinery/pkg/apis/meta/v1/validation/validation.go.
public final class SelectorFields {
  private SelectorFields() {}

  /// A selector that is there (ValidateLabelSelector).
  public static void check(Part selector) {
    FieldChecks.labels(
        selector.value().object("matchLabels"), selector.child("matchLabels"), selector.errors());
    for (Part expression : selector.items("matchExpressions")) {
      expression(expression);
    }
  }

  private static void expression(Part expression) {
    operator(expression);
    labelName(expression, "key");
    labelValues(expression);
  }

  /// Whether there are values where the operator wants them, and none where it does not.
  static void operator(Part expression) {
    List<String> values = expression.strings("values");
    switch (expression.string("operator")) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          expression.required("values", "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          expression.forbidden(
              "values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> notAnOperator(expression);
    }
  }

  static void notAnOperator(Part expression) {
    expression.invalid("operator", expression.string("operator"), "not a valid selector operator");
  }

  static void labelValues(Part expression) {
    List<String> values = expression.strings("values");
    for (int i = 0; i < values.size(); i++) {
      FieldChecks.format(
          values.get(i),
          LabelFormats.value(values.get(i)),
          expression.child("values").index(i),
          expression.errors());
    }
  }

  /// ValidateLabelName.
  public static void labelName(Part part, String field) {
    FieldChecks.format(
        part.string(field), LabelFormats.key(part.string(field)), part.child(field), part.errors());
  }

  /// The selector as one to match with; empty where it is not valid.
  public static Optional<LabelSelector> read(Part parent, String field) {
    try {
      return Optional.of(LabelSelector.ofJson(parent.value().findObject(field)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// A selector that a workload must have and that must not be empty, read where it is valid.
  ///
  /// @param emptyDetail what is said of one that selects everything
  /// @param invalidDetail what is said of one that cannot be read
  public static Optional<LabelSelector> require(
      Part spec, String emptyDetail, String invalidDetail) {
    Optional<Part> selector = spec.find("selector");
    if (selector.isEmpty()) {
      spec.required("selector");
    } else {
      check(selector.get());
      if (selector.get().value().object("matchLabels").isEmpty()
          && selector.get().array("matchExpressions").isEmpty()) {
        spec.invalid("selector", emptyDetail);
      }
    }
    Optional<LabelSelector> read = read(spec, "selector");
    if (read.isEmpty()) {
      spec.add(FieldError.invalid(spec.child("selector"), spec.shown("selector"), invalidDetail));
    }
    return read;
  }
}
