package dev.podium.object;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;

/// Floating-point numbers as Go's `encoding/json` writes them (floatEncoder): plain between 1e-6
/// and 1e21.
final class GoNumbers {
  private GoNumbers() {}

  static void write(JsonGenerator out, double number) {
    out.writeNumber(text(number));
  }

  static String text(double number) {
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
      String text = Double.toString(number).replace("E", "e").replace(".0e", "e");
      return text.contains("e-") ? text : text.replace("e", "e+");
    }
    BigDecimal plain = new BigDecimal(Double.toString(number));
    return plain.signum() == 0 ? "0" : plain.stripTrailingZeros().toPlainString();
  }
}
