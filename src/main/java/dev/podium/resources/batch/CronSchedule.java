package dev.podium.resources.batch;

import dev.podium.object.GoDuration;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When a CronJob runs: the five fields of cron, or one of the forms with `@`.
///
/// Follows github.com/robfig/cron/v3 (parser.go, spec.go), which upstream uses, its messages and
/// its oddities included: a day matches where it matches both the day of the month and of the week,
/// or either of them where both are given.
public final class CronSchedule {
  /// How far ahead a time is looked for that may never come, such as the 30th of February.
  private static final int YEARS_AHEAD = 5;

  private final Optional<Duration> interval;
  private final CronField minutes;
  private final CronField hours;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;

  private CronSchedule(Optional<Duration> interval, CronField... fields) {
    this.interval = interval;
    this.minutes = fields[0];
    this.hours = fields[1];
    this.days = fields[2];
    this.months = fields[3];
    this.weekdays = fields[4];
  }

  /// @throws IllegalArgumentException in upstream's words
  public static CronSchedule parse(String text) {
    String spec = CronTimeZone.strip(text);
    if (spec.isEmpty()) {
      throw new IllegalArgumentException("empty spec string");
    }
    if (spec.startsWith("@")) {
      return descriptor(spec);
    }
    String[] fields = spec.strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "expected exactly 5 fields, found %d: [%s]"
              .formatted(fields.length, String.join(" ", fields)));
    }
    return new CronSchedule(
        Optional.empty(),
        CronField.parse(fields[0], CronField.Bounds.MINUTES),
        CronField.parse(fields[1], CronField.Bounds.HOURS),
        CronField.parse(fields[2], CronField.Bounds.DAYS),
        CronField.parse(fields[3], CronField.Bounds.MONTHS),
        CronField.parse(fields[4], CronField.Bounds.WEEKDAYS));
  }

  private static CronSchedule descriptor(String spec) {
    return switch (spec) {
      case "@yearly", "@annually" -> parse("0 0 1 1 *");
      case "@monthly" -> parse("0 0 1 * *");
      case "@weekly" -> parse("0 0 * * 0");
      case "@daily", "@midnight" -> parse("0 0 * * *");
      case "@hourly" -> parse("0 * * * *");
      default -> {
        if (!spec.startsWith("@every ")) {
          throw new IllegalArgumentException("unrecognized descriptor: " + spec);
        }
        yield every(spec);
      }
    };
  }

  private static CronSchedule every(String spec) {
    try {
      Duration interval = GoDuration.parse(spec.substring("@every ".length()));
      Duration whole = interval.truncatedTo(ChronoUnit.SECONDS);
      CronField any = CronField.parse("*", CronField.Bounds.MINUTES);
      return new CronSchedule(
          Optional.of(whole.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : whole),
          any,
          any,
          any,
          any,
          any);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "failed to parse duration " + spec + ": " + e.getMessage(), e);
    }
  }

  /// The next time after `time`, in its zone; empty where there is none within years.
  public Optional<ZonedDateTime> next(ZonedDateTime time) {
    if (interval.isPresent()) {
      return Optional.of(time.plus(interval.get()).truncatedTo(ChronoUnit.SECONDS));
    }
    LocalDateTime at = time.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate last = at.toLocalDate().plusYears(YEARS_AHEAD);
    LocalDate day = at.toLocalDate();
    LocalTime from = at.toLocalTime();
    while (!day.isAfter(last)) {
      if (matches(day)) {
        Optional<ZonedDateTime> found = within(day, from, time);
        if (found.isPresent()) {
          return found;
        }
      }
      day = day.plusDays(1);
      from = LocalTime.MIDNIGHT;
    }
    return Optional.empty();
  }

  /// The first matching time of a day; one that the clocks skip is not one.
  private Optional<ZonedDateTime> within(LocalDate day, LocalTime from, ZonedDateTime after) {
    for (int hour = from.getHour(); hour < 24; hour++) {
      if (!hours.matches(hour)) {
        continue;
      }
      int first = hour == from.getHour() ? from.getMinute() : 0;
      for (int minute = first; minute < 60; minute++) {
        LocalDateTime local = day.atTime(hour, minute);
        ZonedDateTime time = local.atZone(after.getZone());
        boolean exists = time.toLocalDateTime().equals(local);
        if (minutes.matches(minute) && exists && time.isAfter(after)) {
          return Optional.of(time);
        }
      }
    }
    return Optional.empty();
  }

  private boolean matches(LocalDate day) {
    boolean ofMonth = days.matches(day.getDayOfMonth());
    boolean ofWeek = weekdays.matches(day.getDayOfWeek().getValue() % 7);
    boolean both = days.isAny() || weekdays.isAny();
    return months.matches(day.getMonthValue()) && (both ? ofMonth && ofWeek : ofMonth || ofWeek);
  }
}
