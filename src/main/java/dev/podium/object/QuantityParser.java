package dev.podium.object;

import dev.podium.object.Quantity.Format;
import dev.podium.object.Quantity.Suffix;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads one quantity as upstream's ParseQuantity does, its oddities included: which numbers keep
/// the very text they were written in shows in every answer (`1.500` does, `1.5` does not).
final class QuantityParser {
  private static final String SUFFIX_LETTERS = "eEinumkKMGTP";
  private static final int NANO = -9;

  /// Beyond this many digits an exponent only costs memory: no amount of the API is that large.
  private static final int MOST_EXPONENT = 400;

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String text;
  private int at;
  private String whole = "";
  private String fraction = "";

  QuantityParser(String text) {
    this.text = text;
  }

  /// What a suffix multiplies by.
  private record Scale(Format format, int exponent) {
    boolean isBinary() {
      return format == Format.BINARY_SI;
    }
  }

  Quantity parse() {
    if (text.isEmpty()) {
      throw wrongFormat();
    }
    boolean negative = text.charAt(0) == '-';
    at = negative || text.charAt(0) == '+' ? 1 : 0;
    while (at < text.length() && text.charAt(at) == '0') {
      at++;
    }
    whole = digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      fraction = digits();
    }
    Scale scale = scale(suffix());
    Quantity quick = quick(scale, negative);
    return quick != null ? quick : exact(scale, negative);
  }

  private String digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return text.substring(start, at);
  }

  private String suffix() {
    int start = at;
    while (at < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    digits();
    if (at < text.length()) {
      throw wrongFormat();
    }
    return text.substring(start);
  }

  private static Scale scale(String suffix) {
    if (suffix.isEmpty()) {
      return new Scale(Format.DECIMAL_SI, 0);
    }
    char first = suffix.charAt(0);
    OptionalInt decimal =
        suffix.length() == 1 ? Suffix.decimalExponent(first) : OptionalInt.empty();
    if (decimal.isPresent()) {
      return new Scale(Format.DECIMAL_SI, decimal.getAsInt());
    }
    OptionalInt binary =
        suffix.length() == 2 && suffix.charAt(1) == 'i'
            ? Suffix.binaryExponent(first)
            : OptionalInt.empty();
    if (binary.isPresent()) {
      return new Scale(Format.BINARY_SI, binary.getAsInt());
    }
    if (suffix.length() > 1 && (first == 'e' || first == 'E')) {
      return new Scale(Format.DECIMAL_EXPONENT, exponent(suffix.substring(1)));
    }
    throw wrongSuffix();
  }

  private static int exponent(String digits) {
    try {
      long exponent = Long.parseLong(digits);
      return Math.clamp((int) exponent, -MOST_EXPONENT, MOST_EXPONENT);
    } catch (NumberFormatException _) {
      throw wrongSuffix();
    }
  }

  /// The way upstream takes for numbers that fit 64 bits: the only one that keeps a text, and the
  /// only one that refuses a number of 19 digits too large. `null` where the number needs [#exact].
  private @Nullable Quantity quick(Scale scale, boolean negative) {
    String digits = (whole.isEmpty() ? "0" : whole) + fraction;
    int power = scale.isBinary() ? 0 : scale.exponent() - fraction.length();
    if (precision(scale, digits.length()) < 0 || power < NANO) {
      return null;
    }
    long number = number(digits);
    BigDecimal value = BigDecimal.valueOf(negative ? -number : number, -power);
    if (scale.isBinary()) {
      BigInteger product = BigInteger.valueOf(number).shiftLeft(scale.exponent());
      if (product.bitLength() > 63) {
        return null;
      }
      value = new BigDecimal(negative ? product.negate() : product);
    }
    boolean keeps =
        scale.isBinary()
            ? (number & 7) != 0
            : power % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
    return new Quantity(value, scale.format(), keeps ? text : null);
  }

  /// How many digits upstream has to spare; below zero it computes with big numbers.
  private int precision(Scale scale, int digits) {
    if (!scale.isBinary()) {
      return 19 - digits;
    }
    return fraction.isEmpty() ? 14 - digits - scale.exponent() * 3 / 10 : -1;
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("unable to parse numeric part of quantity");
    }
  }

  private Quantity exact(Scale scale, boolean negative) {
    BigDecimal value =
        new BigDecimal(
            new BigInteger((whole.isEmpty() ? "0" : whole) + fraction), fraction.length());
    value =
        scale.isBinary()
            ? value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(scale.exponent())))
            : value.scaleByPowerOfTen(scale.exponent());
    if (value.scale() > -NANO) {
      // Rounded up: whoever asks for a little gets a little.
      value = value.setScale(-NANO, RoundingMode.UP);
    }
    Format format = scale.format();
    if (scale.isBinary()) {
      value = value.min(MOST);
      format =
          value.signum() > 0 && value.compareTo(BigDecimal.ONE) < 0 ? Format.DECIMAL_SI : format;
    }
    return new Quantity(negative ? value.negate() : value, format, null);
  }

  private static IllegalArgumentException wrongFormat() {
    return new IllegalArgumentException(
        "quantities must match the regular expression"
            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }

  private static IllegalArgumentException wrongSuffix() {
    return new IllegalArgumentException("unable to parse quantity's suffix");
  }
}
