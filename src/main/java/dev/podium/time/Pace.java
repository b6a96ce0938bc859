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
      throw new IllegalArgumentException(
          "a pace must be \"instant\" or a number from 0.001 to 1000000");
    }
  }

  /// Reads `instant` or a positive number.
  ///
  /// @throws IllegalArgumentException with a message for the user
  public static Pace parse(String text) {
    if (text.equals("instant")) {
      return INSTANT;
    }
    try {
      return new Pace(Double.parseDouble(text), true);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a pace must be \"instant\" or a number from 0.001 to 1000000, not \"" + text + "\"", e);
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
}
