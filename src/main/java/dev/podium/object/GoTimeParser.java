package dev.podium.object;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// Reads RFC 3339 with the errors of Go's `time.Parse` (time/format.go), which name the element of
/// the layout that does not fit.
final class GoTimeParser {
  private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
  private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";
  private static final int MICRO_DIGITS = 6;

  private final String text;
  private final boolean micros;
  private String rest;

  GoTimeParser(String text, boolean micros) {
    this.text = text;
    this.micros = micros;
    this.rest = text;
  }

  Instant parse() {
    int year = year();
    expect("-");
    int month = number("01", 12, "month");
    if (month == 0) {
      throw outOfRange("month");
    }
    expect("-");
    int day = number("02", 99, "day");
    expect("T");
    int hour = number("15", 23, "hour");
    expect(":");
    int minute = number("04", 59, "minute");
    expect(":");
    int second = number("05", 59, "second");
    int nanos = micros ? microseconds() : fraction();
    int offset = offset();
    if (!rest.isEmpty()) {
      throw failed(": extra text: " + GoText.quote(rest));
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      throw outOfRange("day");
    }
    LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
    return local.toInstant(ZoneOffset.UTC).minusSeconds(offset);
  }

  private int year() {
    if (rest.length() < 4 || !areDigits(rest, 0, 4)) {
      throw mismatch("2006");
    }
    return Integer.parseInt(take(4));
  }

  private void expect(String separator) {
    if (!rest.startsWith(separator)) {
      throw mismatch(separator);
    }
    take(1);
  }

  /// Two digits; an hour may have one.
  private int number(String element, int most, String name) {
    int digits = element.equals("15") && !areDigits(rest, 0, 2) ? 1 : 2;
    if (!areDigits(rest, 0, digits)) {
      throw mismatch(element);
    }
    int number = Integer.parseInt(take(digits));
    if (number > most) {
      throw outOfRange(name);
    }
    return number;
  }

  private int microseconds() {
    boolean point = !rest.isEmpty() && isPoint(rest.charAt(0));
    if (!point || !areDigits(rest, 1, 1 + MICRO_DIGITS)) {
      throw mismatch(".000000");
    }
    return Integer.parseInt(take(1 + MICRO_DIGITS).substring(1)) * 1000;
  }

  /// A fraction that the layout does not ask for is taken all the same.
  private int fraction() {
    if (rest.length() < 2 || !isPoint(rest.charAt(0)) || !areDigits(rest, 1, 2)) {
      return 0;
    }
    int end = 2;
    while (areDigits(rest, end, end + 1)) {
      end++;
    }
    String digits = take(end).substring(1) + "000000000";
    return Integer.parseInt(digits.substring(0, 9));
  }

  /// Seconds east of Greenwich.
  private int offset() {
    if (rest.startsWith("Z")) {
      take(1);
      return 0;
    }
    boolean sign = rest.startsWith("+") || rest.startsWith("-");
    boolean fits = sign && rest.length() >= 6 && rest.charAt(3) == ':';
    if (!fits || !areDigits(rest, 1, 3) || !areDigits(rest, 4, 6)) {
      throw mismatch("Z07:00");
    }
    String zone = take(6);
    int hours = Integer.parseInt(zone.substring(1, 3));
    int minutes = Integer.parseInt(zone.substring(4, 6));
    if (minutes > 60) {
      throw outOfRange("time zone offset minute");
    }
    if (hours > 24) {
      throw outOfRange("time zone offset hour");
    }
    return (hours * 60 + minutes) * (zone.charAt(0) == '-' ? -60 : 60);
  }

  private String take(int count) {
    String taken = rest.substring(0, count);
    rest = rest.substring(count);
    return taken;
  }

  private static boolean isPoint(char c) {
    return c == '.' || c == ',';
  }

  private static boolean areDigits(String text, int from, int to) {
    if (text.length() < to) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private IllegalArgumentException mismatch(String element) {
    return failed(
        " as "
            + GoText.quote(micros ? MICROS : SECONDS)
            + ": cannot parse "
            + GoText.quote(rest)
            + " as "
            + GoText.quote(element));
  }

  private IllegalArgumentException outOfRange(String name) {
    return failed(": " + name + " out of range");
  }

  private IllegalArgumentException failed(String how) {
    return new IllegalArgumentException("parsing time " + GoText.quote(text) + how);
  }
}
