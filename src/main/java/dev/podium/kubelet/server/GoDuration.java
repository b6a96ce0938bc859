package dev.podium.kubelet.server;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as Go's flags have them, such as `1m30s`.
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|h|m|s)");

  private GoDuration() {}

  /// @return nothing for what is none
  public static Duration parse(String text) {
    Duration all = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      double number = Double.parseDouble(part.group(1));
      double millis =
          number
              * switch (part.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                default -> 3_600_000;
              };
      all = all.plusMillis((long) Math.min(millis, 1e12));
    }
    return all;
  }
}
