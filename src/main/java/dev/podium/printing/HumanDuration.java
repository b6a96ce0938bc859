package dev.podium.printing;

import dev.podium.object.Timestamps;
import java.time.Duration;
import java.time.Instant;

/// Lengths of time as tables show them: `5s`, `3m20s`, `4h`, `2d5h`, `1y30d`.
///
/// Upstream: apimachinery/pkg/util/duration/duration.go (HumanDuration).
public final class HumanDuration {
  private HumanDuration() {}

  /// The time since a moment; `<unknown>` where that is empty.
  public static String since(String timestamp, Instant now) {
    return timestamp.isEmpty()
        ? "<unknown>"
        : format(Duration.between(Timestamps.parse(timestamp), now));
  }

  /// A duration, coarser the longer it is; up to a second before zero counts as zero, since clocks
  /// differ.
  public static String format(Duration duration) {
    long seconds = duration.toMillis() / 1000;
    if (seconds < 120) {
      return seconds < -1 ? "<invalid>" : Math.max(seconds, 0) + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 180) {
      return minutes < 10 ? two(minutes, "m", seconds % 60, "s") : minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return hours < 8 ? two(hours, "h", minutes % 60, "m") : hours + "h";
    }
    long days = hours / 24;
    if (days < 365 * 2) {
      return days < 8 ? two(days, "d", hours % 24, "h") : days + "d";
    }
    long years = days / 365;
    return years < 8 ? two(years, "y", days % 365, "d") : years + "y";
  }

  private static String two(long major, String majorUnit, long minor, String minorUnit) {
    return minor == 0 ? major + majorUnit : major + majorUnit + minor + minorUnit;
  }
}
