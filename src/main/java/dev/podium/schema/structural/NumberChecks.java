package dev.podium.schema.structural;

import dev.podium.object.FieldError;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;

/// The keywords about numbers.
///
/// Upstream: kube-openapi's pkg/validation/validate/validator.go (numberValidator) and values.go.
final class NumberChecks {
  /// What a double holds without gaps.
  static final double MOST_EXACT = (1L << 53) - 1;

  private NumberChecks() {}

  static void check(JsonObject schema, String type, Number value, SchemaPath path, Findings found) {
    range("Checked", value, type, schema.string("format"), path, found);
    schema
        .find("multipleOf")
        .map(Number.class::cast)
        .ifPresent(factor ->
            multiple(value, value instanceof Long ? factor.longValue() : factor, path, found));
    schema
        .find("maximum")
        .map(Number.class::cast)
        .ifPresent(most -> {
          boolean exclusive = schema.bool("exclusiveMaximum");
          int order = compare(value, most);
          if (order > 0 || (exclusive && order == 0)) {
            String words = exclusive ? "less than " : "less than or equal to ";
            found.add(path.invalid(value, "should be " + words + GoText.plain(most)));
          }
        });
    schema
        .find("minimum")
        .map(Number.class::cast)
        .ifPresent(least -> {
          boolean exclusive = schema.bool("exclusiveMinimum");
          int order = compare(value, least);
          if (order < 0 || (exclusive && order == 0)) {
            String words = exclusive ? "greater than " : "greater than or equal to ";
            found.add(path.invalid(value, "should be " + words + GoText.plain(least)));
          }
        });
    found.matched();
  }

  /// Whole numbers are divided by whole ones, so that a factor below one is none at all.
  ///
  /// Upstream: MultipleOfNativeType.
  private static void multiple(Number value, Number factor, SchemaPath path, Findings found) {
    if (factor.doubleValue() <= 0) {
      found.add(
          FieldError.invalid(
              path.field(),
              factor,
              "factor MultipleOf declared for %s must be positive: %s"
                  .formatted(path.text(), GoText.plain(factor))));
      return;
    }
    double quotient = value.doubleValue() / factor.doubleValue();
    boolean whole =
        value instanceof Long number && factor instanceof Long by
            ? number % by == 0
            : quotient == Math.rint(quotient) && Math.abs(quotient) <= MOST_EXACT;
    if (!whole) {
      found.add(path.invalid(value, "should be a multiple of " + GoText.plain(factor)));
    }
  }

  private static int compare(Number left, Number right) {
    return left instanceof Long l && right instanceof Long r
        ? Long.compare(l, r)
        : Double.compare(left.doubleValue(), right.doubleValue());
  }

  /// Whether a number is one of the type at all, which is told without a field.
  private static void range(
      String what, Number value, String type, String format, SchemaPath path, Findings found) {
    boolean fits =
        switch (type) {
          case "integer" -> isInteger(value, format);
          default -> !format.equals("float") || Float.isFinite(value.floatValue());
        };
    if (!fits) {
      String of = format.isEmpty() ? " (default format)" : " with format " + format;
      found.add(path.general(what + " value must be of type " + type + of + " in " + path.text()));
    }
  }

  private static boolean isInteger(Number value, String format) {
    double number = value.doubleValue();
    if (!(value instanceof Long) && number != Math.rint(number)) {
      return false;
    }
    return !format.equals("int32") || (number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE);
  }
}
