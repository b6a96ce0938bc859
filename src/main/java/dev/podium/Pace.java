package dev.podium;

/// How much faster than the wall clock simulated time runs; infinity waits for nothing.
public record Pace(double speed) {
  public static Pace of(String text) {
    if (text.strip().equals("instant")) {
      return new Pace(Double.POSITIVE_INFINITY);
    }
    try {
      double speed = Double.parseDouble(text);
      if (speed > 0 && speed < 1e6) {
        return new Pace(speed);
      }
      throw new IllegalArgumentException();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pace; 1, 0.5, 10 and instant are", e);
    }
  }

  public boolean isInstant() {
    return Double.isInfinite(speed);
  }

  @Override
  public String toString() {
    return isInstant() ? "instant" : Double.toString(speed).replaceAll("\\.0$", "");
  }
}
