package dev.podium.kubelet.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates, as `date` reads and writes them.
final class Dates {
  private static final Pattern RELATIVE =
      Pattern.compile(
          "([-+]?\\s*\\d+)\\s*(sec|second|min|minute|hour|day|week|month|year)s?(\\s+ago)?");

  private Dates() {}

  /// The time zone that an environment names.
  static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }

  static Optional<Instant> parse(String text, Instant now) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    Matcher relative = RELATIVE.matcher(plain);
    if (relative.find()) {
      String rest = plain.replace(relative.group(), "").strip();
      Optional<Instant> base = rest.isEmpty() ? Optional.of(now) : parse(rest, now);
      long count =
          Long.parseLong(relative.group(1).replaceAll("[\\s+]", ""))
              * (relative.group(3) == null ? 1 : -1);
      return base.map(from -> plus(from, count, relative.group(2)));
    }
    return switch (plain) {
      case "now", "today", "" -> Optional.of(now);
      case "yesterday" -> Optional.of(now.minus(Duration.ofDays(1)));
      case "tomorrow" -> Optional.of(now.plus(Duration.ofDays(1)));
      default -> absolute(text.strip());
    };
  }

  private static Instant plus(Instant from, long count, String unit) {
    ChronoUnit chrono =
        switch (unit) {
          case "sec", "second" -> ChronoUnit.SECONDS;
          case "min", "minute" -> ChronoUnit.MINUTES;
          case "hour" -> ChronoUnit.HOURS;
          case "day" -> ChronoUnit.DAYS;
          case "week" -> ChronoUnit.WEEKS;
          case "month" -> ChronoUnit.MONTHS;
          default -> ChronoUnit.YEARS;
        };
    return from.atZone(ZoneOffset.UTC).plus(count, chrono).toInstant();
  }

  private static Optional<Instant> absolute(String text) {
    try {
      if (text.matches("@-?\\d{1,15}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text.substring(1))));
      }
      String plain =
          text.replaceFirst("(\\d{4}-\\d{2}-\\d{2}) ", "$1T").replaceFirst(" ?UTC$", "Z");
      if (plain.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return Optional.of(LocalDate.parse(plain).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      return Optional.of(
          plain.matches(".*(Z|[-+]\\d\\d:?\\d\\d)")
              ? OffsetDateTime.parse(plain).toInstant()
              : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// What `+FORMAT` gives.
  static String format(String format, ZonedDateTime time) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      char kind = format.charAt(++i);
      boolean bare = kind == '-' && i + 1 < format.length();
      if (bare || (kind == '_' || kind == '0' || kind == '^') && i + 1 < format.length()) {
        kind = format.charAt(++i);
      }
      if (Character.isDigit(kind) && format.startsWith("N", i + 1)) {
        text.append(String.format("%09d", time.getNano()), 0, Math.min(9, kind - '0'));
        i++;
        continue;
      }
      String piece = field(kind, time);
      text.append(bare ? piece.replaceFirst("^0+(?=\\d)", "") : piece);
    }
    return text.toString();
  }

  private static String field(char kind, ZonedDateTime time) {
    Locale locale = Locale.ENGLISH;
    return switch (kind) {
      case 'Y' -> "" + time.getYear();
      case 'C' -> "" + time.getYear() / 100;
      case 'y' -> pattern("yy", time);
      case 'm' -> pattern("MM", time);
      case 'd' -> pattern("dd", time);
      case 'e' -> String.format("%2d", time.getDayOfMonth());
      case 'H' -> pattern("HH", time);
      case 'I' -> pattern("hh", time);
      case 'k' -> String.format("%2d", time.getHour());
      case 'l' -> String.format("%2d", (time.getHour() + 11) % 12 + 1);
      case 'M' -> pattern("mm", time);
      case 'S' -> pattern("ss", time);
      case 'N' -> String.format("%09d", time.getNano());
      case 's' -> "" + time.toEpochSecond();
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'j' -> String.format("%03d", time.getDayOfYear());
      case 'u' -> "" + time.getDayOfWeek().getValue();
      case 'w' -> "" + time.getDayOfWeek().getValue() % 7;
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, locale);
      case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, locale);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, locale);
      case 'V' -> String.format("%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> "" + time.get(IsoFields.WEEK_BASED_YEAR);
      case 'Z' -> zone(time);
      case 'z' -> pattern("xx", time);
      case ':' -> pattern("xxx", time);
      case 'F' -> pattern("yyyy-MM-dd", time);
      case 'T', 'X' -> pattern("HH:mm:ss", time);
      case 'R' -> pattern("HH:mm", time);
      case 'D', 'x' -> pattern("MM/dd/yy", time);
      case 'c' -> pattern("EEE MMM ppd HH:mm:ss yyyy", time);
      case 'r' -> pattern("hh:mm:ss a", time);
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> "%" + kind;
    };
  }

  static String zone(ZonedDateTime time) {
    String name = pattern("zzz", time);
    return name.equals("Z") ? "UTC" : name;
  }

  private static String pattern(String pattern, ZonedDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }
}
