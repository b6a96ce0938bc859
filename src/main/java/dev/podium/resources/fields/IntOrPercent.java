package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import java.util.OptionalInt;

/// Fields that hold a number or a percentage.
///
/// Upstream: pkg/apis/apps/validation/validation.go (ValidatePositiveIntOrPercent,
/// IsNotMoreThan100Percent, getIntOrPercentValue).
public final class IntOrPercent {
  private IntOrPercent() {}

  /// Not negative, or a well-formed percentage.
  public static void check(Part part, String field) {
    if (part.shown(field) instanceof String text) {
      part.faults(field, NameFormats.percent(text));
    } else {
      part.notNegative(field);
    }
  }

  public static void atMostAll(Part part, String field) {
    OptionalInt percent = percent(part, field);
    if (percent.isPresent() && percent.getAsInt() > 100) {
      part.add(
          FieldError.invalid(
              part.child(field), part.shown(field), "must not be greater than 100%"));
    }
  }

  /// Whether it amounts to nothing; what cannot be read does, too.
  public static boolean isZero(Part part, String field) {
    if (part.shown(field) instanceof String text) {
      OptionalInt percent = percent(part, field);
      return percent.isPresent() ? percent.getAsInt() == 0 : number(text) == 0;
    }
    return part.integer(field) == 0;
  }

  private static OptionalInt percent(Part part, String field) {
    return part.shown(field) instanceof String text && NameFormats.percent(text).isEmpty()
        ? OptionalInt.of(number(text.substring(0, text.length() - 1)))
        : OptionalInt.empty();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
