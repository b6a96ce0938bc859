package dev.podium.time;

import java.time.Duration;

/// How fast simulated time runs (`podium.pace`).
///
/// @param factor simulated seconds per real second
/// @param waits whether work takes time at all
public record Pace(double factor, boolean waits) {
  /// Time as it is.
  public static final Pace REAL = new Pace(1, true);

  /// Time as it is, but work takes none.
  public static final Pace INSTANT = new Pace(1, false);

  public Pace {
    if (!(factor >= 0.001 && factor <= 1_000_000)) {
      throw new IllegalArgumentException("the factor of a pace is between 0.001 and 1000000");
    }
  }

  /// Reads `instant` or a number.
  ///
  /// @throws IllegalArgumentException with a message for the user
  public static Pace of(String text) {
    if (text.strip().equals("instant")) {
      return INSTANT;
    }
    try {
      return new Pace(Double.parseDouble(text), true);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pace; 1, 0.5, 10 and instant are", e);
    }
  }

  /// How long a simulated span really takes.
  Duration real(Duration simulated) {
    return factor == 1 ? simulated : Duration.ofNanos((long) (simulated.toNanos() / factor));
  }

  /// How much simulated time passes in a real span.
  Duration simulated(Duration real) {
    return factor == 1 ? real : Duration.ofNanos((long) (real.toNanos() * factor));
  }

  @Override
  public String toString() {
    return waits ? Double.toString(factor).replaceAll("\\.0$", "") : "instant";
  }
}
