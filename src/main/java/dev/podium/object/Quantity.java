package dev.podium.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An amount of a resource: exact, to the nano, and printed in the family of suffixes it was
/// written in.
///
/// Upstream: apimachinery/pkg/api/resource/quantity.go. [#toString] is what the server stores and
/// answers: `0.5` becomes `500m`, `1024Ki` becomes `1Mi`, `1.5Gi` becomes `1536Mi`.
public final class Quantity implements Comparable<Quantity> {
  /// The families of suffixes.
  public enum Format {
    /// `12e6`
    DECIMAL_EXPONENT,
    /// `12Mi`
    BINARY_SI,
    /// `12M`
    DECIMAL_SI
  }

  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI, "0");

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger BIG_KIBI = BigInteger.valueOf(1024);

  private final BigDecimal amount;
  private final Format format;
  private @Nullable String text;

  Quantity(BigDecimal amount, Format format, @Nullable String text) {
    this.amount = amount;
    this.format = format;
    this.text = text;
  }

  /// Reads `100m`, `1.5Gi`, `12e6`.
  ///
  /// @throws IllegalArgumentException in upstream's words
  public static Quantity parse(String text) {
    return text.equals("0") ? ZERO : new QuantityParser(text).parse();
  }

  public static Quantity of(long value) {
    return of(value, Format.DECIMAL_SI);
  }

  public static Quantity of(long value, Format format) {
    return new Quantity(BigDecimal.valueOf(value), format, null);
  }

  /// So many thousandths.
  public static Quantity ofMilli(long value) {
    return new Quantity(BigDecimal.valueOf(value, 3), Format.DECIMAL_SI, null);
  }

  public Format format() {
    return format;
  }

  /// The exact amount.
  public BigDecimal amount() {
    return amount;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  public int sign() {
    return amount.signum();
  }

  /// The amount rounded up, away from zero; at most what a `long` holds.
  public long value() {
    return scaled(0);
  }

  /// The amount in thousandths rounded up, away from zero; at most what a `long` holds.
  public long milliValue() {
    return scaled(3);
  }

  private long scaled(int places) {
    BigDecimal shifted = amount.scaleByPowerOfTen(places);
    if (shifted.compareTo(MOST) >= 0) {
      return Long.MAX_VALUE;
    }
    return shifted.compareTo(LEAST) <= 0
        ? Long.MIN_VALUE
        : shifted.setScale(0, RoundingMode.UP).longValue();
  }

  public double doubleValue() {
    return amount.doubleValue();
  }

  /// The sum, in this quantity's family, or in the other's where this is zero.
  public Quantity plus(Quantity other) {
    return new Quantity(amount.add(other.amount), familyWith(other), null);
  }

  /// The difference, in this quantity's family, or in the other's where this is zero.
  public Quantity minus(Quantity other) {
    return new Quantity(amount.subtract(other.amount), familyWith(other), null);
  }

  public Quantity times(long factor) {
    return new Quantity(amount.multiply(BigDecimal.valueOf(factor)), format, null);
  }

  public Quantity negate() {
    return new Quantity(amount.negate(), format, null);
  }

  private Format familyWith(Quantity other) {
    return isZero() ? other.format : format;
  }

  /// The larger of the two; this one where they are equal.
  public Quantity max(Quantity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// Compares amounts: `1` and `1000m` are equal.
  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantity quantity && compareTo(quantity) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  /// The canonical form: no fraction, and the largest suffix that loses nothing. A number that was
  /// already written with a fitting suffix stays as it was.
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = canonical();
      text = known;
    }
    return known;
  }

  private String canonical() {
    if (isZero()) {
      return "0";
    }
    boolean binary = format == Format.BINARY_SI && amount.abs().compareTo(KIBI) >= 0;
    BigDecimal plain = amount.stripTrailingZeros();
    return binary && plain.scale() <= 0 ? binary(plain.toBigIntegerExact()) : decimal(plain);
  }

  /// @param plain without trailing zeros
  private String decimal(BigDecimal plain) {
    int exponent = Math.floorDiv(-plain.scale(), 3) * 3;
    BigInteger mantissa = plain.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    Format family = format == Format.DECIMAL_EXPONENT ? format : Format.DECIMAL_SI;
    return mantissa + Suffix.of(family, exponent);
  }

  private static String binary(BigInteger whole) {
    int exponent = 0;
    BigInteger[] parts = whole.divideAndRemainder(BIG_KIBI);
    while (parts[1].signum() == 0) {
      whole = parts[0];
      exponent += 10;
      parts = whole.divideAndRemainder(BIG_KIBI);
    }
    return whole + Suffix.of(Format.BINARY_SI, exponent);
  }

  /// The suffixes, and where one of a family is missing (`1000E`), none, as upstream prints it.
  static final class Suffix {
    private static final String DECIMAL = "num kMGTPE";
    private static final String BINARY = "KMGTPE";

    private Suffix() {}

    static String of(Format family, int exponent) {
      if (exponent == 0) {
        return "";
      }
      return switch (family) {
        case DECIMAL_EXPONENT -> "e" + exponent;
        case DECIMAL_SI -> exponent <= 18 ? at(DECIMAL, exponent / 3 + 3) : "";
        case BINARY_SI -> exponent <= 60 ? at(BINARY, exponent / 10 - 1) + "i" : "";
      };
    }

    private static String at(String suffixes, int i) {
      return suffixes.substring(i, i + 1);
    }

    /// The power of ten that a decimal suffix stands for.
    static OptionalInt decimalExponent(char suffix) {
      int at = suffix == ' ' ? -1 : DECIMAL.indexOf(suffix);
      return at < 0 ? OptionalInt.empty() : OptionalInt.of((at - 3) * 3);
    }

    /// The power of two that the letter before an `i` stands for.
    static OptionalInt binaryExponent(char letter) {
      int at = BINARY.indexOf(letter);
      return at < 0 ? OptionalInt.empty() : OptionalInt.of((at + 1) * 10);
    }
  }
}
