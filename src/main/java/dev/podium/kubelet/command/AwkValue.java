package dev.podium.kubelet.command;

import java.util.List;
import java.util.regex.Pattern;

/// What awk works with: a text, a number, or what may be taken for either.
///
/// @param looksNumeric whether it came from outside
record AwkValue(String text, double number, boolean isNumber, boolean looksNumeric) {
  private static final Pattern NUMERIC =
      Pattern.compile("\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*");
  static final AwkValue NOTHING = new AwkValue("", 0, false, true);

  static AwkValue of(double number) {
    return new AwkValue("", number, true, false);
  }

  static AwkValue of(String text) {
    return new AwkValue(text, 0, false, false);
  }

  static AwkValue read(String text) {
    return new AwkValue(text, 0, false, true);
  }

  boolean numeric() {
    return isNumber
        || (looksNumeric && (text.isEmpty() ? this == NOTHING : NUMERIC.matcher(text).matches()));
  }

  double toNumber() {
    return isNumber ? number : Formats.number(text);
  }

  String toText(String format) {
    if (isNumber && (Double.isNaN(number) || Double.isInfinite(number))) {
      return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    return !isNumber
        ? text
        : number == Math.rint(number) && Math.abs(number) < 1e16
            ? Long.toString((long) number)
            : Formats.sprintf(format, List.of(Double.toString(number)));
  }

  boolean holds() {
    return numeric() ? toNumber() != 0 : !text.isEmpty();
  }
}
