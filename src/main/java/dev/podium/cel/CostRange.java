package dev.podium.cel;

/// What something costs, or how large it is, at least and at most; [#NO_LIMIT] stands for more than
/// can be counted, and sums and products stop there.
///
/// Upstream: SizeEstimate and CostEstimate in cel-go's checker/cost.go.
record CostRange(long min, long max) {
  static final long NO_LIMIT = Long.MAX_VALUE;
  static final CostRange UNKNOWN = new CostRange(0, NO_LIMIT);
  static final CostRange ZERO = of(0);
  static final CostRange ONE = of(1);

  static CostRange of(long exactly) {
    return new CostRange(exactly, exactly);
  }

  CostRange plus(CostRange other) {
    return new CostRange(sum(min, other.min), sum(max, other.max));
  }

  CostRange times(CostRange other) {
    return new CostRange(product(min, other.min), product(max, other.max));
  }

  /// The product, rounded up.
  CostRange times(double factor) {
    return new CostRange(product(min, factor), product(max, factor));
  }

  /// What covers both.
  CostRange or(CostRange other) {
    return new CostRange(Math.min(min, other.min), Math.max(max, other.max));
  }

  static long sum(long a, long b) {
    return a > NO_LIMIT - b ? NO_LIMIT : a + b;
  }

  static long product(long a, long b) {
    return b != 0 && a > NO_LIMIT / b ? NO_LIMIT : a * b;
  }

  /// A conversion from a double stops at the largest number by itself.
  private static long product(long a, double factor) {
    return a == NO_LIMIT && factor >= 1 ? NO_LIMIT : (long) Math.ceil(a * factor);
  }
}
