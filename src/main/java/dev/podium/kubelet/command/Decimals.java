package dev.podium.kubelet.command;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Sums of decimal numbers with `+ - * / % ^ ( )` and comparisons, as `bc` works them out.
final class Decimals {
  private static final int DEEPEST = 200;

  private final String text;
  private final int scale;
  private int at;
  private int depth;

  private Decimals(String text, int scale) {
    this.text = text;
    this.scale = scale;
  }

  /// @throws ArithmeticException for what is no sum, or divides by zero
  static String evaluate(String text, int scale) {
    Decimals decimals = new Decimals(text.replaceAll("\\s", ""), scale);
    BigDecimal value = decimals.comparison();
    if (decimals.at < decimals.text.length()) {
      throw new ArithmeticException("syntax");
    }
    String plain = value.toPlainString();
    return plain.startsWith("0.")
        ? plain.substring(1)
        : plain.startsWith("-0.") ? "-" + plain.substring(2) : plain;
  }

  private boolean accept(String operator) {
    if (text.startsWith(operator, at)) {
      at += operator.length();
      return true;
    }
    return false;
  }

  private BigDecimal comparison() {
    BigDecimal left = sum();
    for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
      if (accept(operator)) {
        int order = left.compareTo(sum());
        boolean holds =
            switch (operator) {
              case "==" -> order == 0;
              case "!=" -> order != 0;
              case "<=" -> order <= 0;
              case ">=" -> order >= 0;
              case "<" -> order < 0;
              default -> order > 0;
            };
        return holds ? BigDecimal.ONE : BigDecimal.ZERO;
      }
    }
    return left;
  }

  private BigDecimal sum() {
    BigDecimal left = product();
    while (true) {
      if (accept("+")) {
        left = left.add(product());
      } else if (accept("-")) {
        left = left.subtract(product());
      } else {
        return left;
      }
    }
  }

  private BigDecimal product() {
    BigDecimal left = power();
    while (true) {
      if (accept("*")) {
        BigDecimal right = power();
        int kept =
            Math.min(
                left.scale() + right.scale(),
                Math.max(scale, Math.max(left.scale(), right.scale())));
        left = left.multiply(right).setScale(kept, RoundingMode.DOWN);
      } else if (accept("/")) {
        left = left.divide(power(), scale, RoundingMode.DOWN);
      } else if (accept("%")) {
        BigDecimal right = power();
        left = left.subtract(left.divide(right, scale, RoundingMode.DOWN).multiply(right));
      } else {
        return left;
      }
    }
  }

  private BigDecimal power() {
    BigDecimal base = primary();
    if (accept("^")) {
      int exponent = power().intValueExact();
      if (Math.abs(exponent) > 10_000) {
        throw new ArithmeticException("exponent too large");
      }
      return exponent < 0
          ? BigDecimal.ONE.divide(base.pow(-exponent), scale, RoundingMode.DOWN)
          : base.pow(exponent);
    }
    return base;
  }

  private BigDecimal primary() {
    if (++depth > DEEPEST) {
      throw new ArithmeticException("syntax");
    }
    try {
      if (accept("(")) {
        BigDecimal value = comparison();
        if (!accept(")")) {
          throw new ArithmeticException("syntax");
        }
        return value;
      }
      if (accept("-")) {
        return primary().negate();
      }
      if (accept("sqrt(")) {
        BigDecimal value = comparison();
        accept(")");
        return value
            .sqrt(new java.math.MathContext(value.precision() + scale + 5))
            .setScale(Math.max(scale, value.scale()), RoundingMode.DOWN);
      }
      int from = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      try {
        return new BigDecimal(text.substring(from, at));
      } catch (NumberFormatException _) {
        throw new ArithmeticException("syntax");
      }
    } finally {
      depth--;
    }
  }
}
