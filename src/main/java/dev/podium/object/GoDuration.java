package dev.podium.object;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as Go writes them, `1h30m`.
///
/// Upstream: Go's time.ParseDuration.
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]*)([^0-9.]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /// @throws IllegalArgumentException in Go's words
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = PART.matcher(rest);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      boolean found = matcher.find(at) && matcher.start() == at;
      if (!found || matcher.group(1).isEmpty() || matcher.group(1).equals(".")) {
        throw new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
      }
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2), text)));
      at = matcher.end();
    }
    if (at == 0 || nanos.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return negative ? duration.negated() : duration;
  }

  private static BigDecimal unit(String unit, String text) {
    if (unit.isEmpty()) {
      throw new IllegalArgumentException("time: missing unit in duration " + GoText.quote(text));
    }
    Long nanos = NANOS.get(unit);
    if (nanos == null) {
      throw new IllegalArgumentException(
          "time: unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
    }
    return BigDecimal.valueOf(nanos);
  }
}
