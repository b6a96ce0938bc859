package dev.podium.resources.batch;

import dev.podium.object.GoText;
import java.util.List;
import java.util.Locale;

/// One field of a cron schedule: the numbers that match, as bits.
///
/// Upstream: github.com/robfig/cron/v3 (parser.go: getField, getRange).
record CronField(long bits, boolean isAny) {
  /// What a field may hold.
  enum Bounds {
    MINUTES(0, 59, List.of()),
    HOURS(0, 23, List.of()),
    DAYS(1, 31, List.of()),
    MONTHS(
        1,
        12,
        List.of(
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    WEEKDAYS(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private final int least;
    private final int most;
    private final List<String> names;

    Bounds(int least, int most, List<String> names) {
      this.least = least;
      this.most = most;
      this.names = names;
    }
  }

  boolean matches(int number) {
    return (bits >> number & 1) == 1;
  }

  /// @throws IllegalArgumentException in upstream's words
  static CronField parse(String field, Bounds bounds) {
    long bits = 0;
    boolean any = false;
    for (String range : field.split(",")) {
      if (!range.isEmpty()) {
        CronField part = range(range, bounds);
        bits |= part.bits;
        any |= part.isAny;
      }
    }
    return new CronField(bits, any);
  }

  private static CronField range(String text, Bounds bounds) {
    String[] rangeAndStep = text.split("/", -1);
    String[] ends = rangeAndStep[0].split("-", -1);
    boolean star = ends[0].equals("*") || ends[0].equals("?");
    int start = star ? bounds.least : number(ends[0], bounds);
    int end = star ? bounds.most : end(text, ends, start, bounds);
    int step = 1;
    if (rangeAndStep.length > 2) {
      throw new IllegalArgumentException("too many slashes: " + text);
    }
    if (rangeAndStep.length == 2) {
      step = integer(rangeAndStep[1]);
      end = ends.length == 1 ? bounds.most : end;
    }
    check(text, start, end, step, bounds);
    long bits = 0;
    for (int i = start; i <= end; i += step) {
      bits |= 1L << i;
    }
    return new CronField(bits, star && step == 1);
  }

  private static int end(String text, String[] ends, int start, Bounds bounds) {
    return switch (ends.length) {
      case 1 -> start;
      case 2 -> number(ends[1], bounds);
      default -> throw new IllegalArgumentException("too many hyphens: " + text);
    };
  }

  private static void check(String text, int start, int end, int step, Bounds bounds) {
    if (start < bounds.least) {
      throw new IllegalArgumentException(
          "beginning of range (%d) below minimum (%d): %s".formatted(start, bounds.least, text));
    }
    if (end > bounds.most) {
      throw new IllegalArgumentException(
          "end of range (%d) above maximum (%d): %s".formatted(end, bounds.most, text));
    }
    if (start > end) {
      throw new IllegalArgumentException(
          "beginning of range (%d) beyond end of range (%d): %s".formatted(start, end, text));
    }
    if (step == 0) {
      throw new IllegalArgumentException("step of range should be a positive number: " + text);
    }
  }

  private static int number(String text, Bounds bounds) {
    int named = bounds.names.indexOf(text.toLowerCase(Locale.ROOT));
    return named >= 0 ? named + bounds.least : integer(text);
  }

  private static int integer(String text) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "failed to parse int from %s: strconv.Atoi: parsing %s: %s"
              .formatted(text, GoText.quote(text), fault(text)),
          e);
    }
    if (number < 0) {
      throw new IllegalArgumentException(
          "negative number (%d) not allowed: %s".formatted(number, text));
    }
    return number;
  }

  private static String fault(String text) {
    return text.matches("[+-]?[0-9]+") ? "value out of range" : "invalid syntax";
  }
}
