package dev.podium.kubelet.pod;

import java.math.BigDecimal;
import java.time.Duration;

/// Spans of time as Go prints them, to the millisecond: `512ms`, `1.204s`, `1m2.5s`.
final class Spans {
  private Spans() {}

  static String text(Duration span) {
    long millis = span.toMillis();
    if (millis == 0) {
      return "0s";
    }
    if (millis < 1000) {
      return millis + "ms";
    }
    long minutes = millis / 60_000;
    String seconds = BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString();
    return (minutes > 0 ? minutes + "m" : "") + seconds + "s";
  }
}
