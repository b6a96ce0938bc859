package dev.podium.kubelet.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The digits of pi, which every introduction to Jobs has a container work out.
final class Digits {
  private Digits() {}

  /// @param digits in all, the 3 included
  static String pi(int digits) {
    int precision = Math.clamp(digits, 1, 5000);
    MathContext context = new MathContext(precision + 10);
    BigDecimal pi =
        arctan(5, context)
            .multiply(BigDecimal.valueOf(4))
            .subtract(arctan(239, context))
            .multiply(BigDecimal.valueOf(4));
    return pi.round(new MathContext(precision, RoundingMode.HALF_EVEN)).toPlainString();
  }

  /// The arc tangent of 1/x, by its series (Machin's formula needs two).
  private static BigDecimal arctan(int x, MathContext context) {
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), context);
    BigDecimal square = BigDecimal.valueOf((long) x * x);
    BigDecimal least = BigDecimal.ONE.movePointLeft(context.getPrecision());
    BigDecimal sum = power;
    for (int n = 3; power.compareTo(least) > 0; n += 2) {
      power = power.divide(square, context);
      BigDecimal term = power.divide(BigDecimal.valueOf(n), context);
      sum = n % 4 == 3 ? sum.subtract(term) : sum.add(term);
    }
    return sum;
  }
}
