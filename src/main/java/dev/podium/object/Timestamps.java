package dev.podium.object;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Times as the API writes them, and read with the errors of Go's `time.Parse`.
///
/// Upstream: apimachinery/pkg/apis/meta/v1/time.go and micro_time.go.
public final class Timestamps {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /// RFC 3339 in UTC to the second: what a `Time` field holds.
  public static String format(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// RFC 3339 in UTC with six decimals: what a `MicroTime` field holds.
  public static String formatMicro(Instant time) {
    return MICROS.format(time);
  }

  /// Reads a `Time`: any zone, and a fraction that is then not written back.
  ///
  /// @throws IllegalArgumentException in Go's words
  public static Instant parse(String text) {
    return new GoTimeParser(text, false).parse();
  }

  /// Reads a `MicroTime`, which has six decimals.
  ///
  /// @throws IllegalArgumentException in Go's words
  public static Instant parseMicro(String text) {
    return new GoTimeParser(text, true).parse();
  }

  /// The time in a field of an object that was decoded; empty where there is none.
  public static Optional<Instant> find(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
  }
}
