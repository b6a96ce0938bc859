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

  /// A number as `%v` prints it: with an exponent below 1e-4 and from 1e6 on (strconv/ftoa.go,
  /// format `g` in its shortest form).
  static String shortest(double number) {
    BigDecimal plain = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (plain.signum() == 0 || exponent >= -4 && exponent < 6) {
      return plain.signum() == 0 ? "0" : plain.toPlainString();
    }
    String digits = plain.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    String shown = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return (plain.signum() < 0 ? "-" : "") + mantissa + "e" + sign + shown;
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
