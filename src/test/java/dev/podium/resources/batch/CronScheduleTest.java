package dev.podium.resources.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CronScheduleTest {
  private static ZonedDateTime next(String schedule, String time) {
    return CronSchedule.parse(schedule).next(ZonedDateTime.parse(time)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */5 * * * *         | 2026-01-02T03:04:05Z | 2026-01-02T03:05:00Z
          */5 * * * *         | 2026-01-02T03:05:00Z | 2026-01-02T03:10:00Z
          0 0 * * *           | 2026-12-31T00:00:01Z | 2027-01-01T00:00:00Z
          30 9-17/4 * * 1-5   | 2026-01-02T13:30:00Z | 2026-01-02T17:30:00Z
          30 9-17/4 * * 1-5   | 2026-01-02T17:30:00Z | 2026-01-05T09:30:00Z
          0 12 1 JAN,jul ?    | 2026-02-01T00:00:00Z | 2026-07-01T12:00:00Z
          0 0 13 * FRI        | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
          0 0 29 2 *          | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
          @weekly             | 2026-01-02T03:04:05Z | 2026-01-04T00:00:00Z
          @every 1h30m        | 2026-01-02T03:04:05Z | 2026-01-02T04:34:05Z
          """)
  void theNextTimeIsStrictlyLater(String schedule, String time, String expected) {
    assertThat(next(schedule, time)).isEqualTo(ZonedDateTime.parse(expected));
  }

  @Test
  void whatNeverComesHasNoNextTime() {
    assertThat(CronSchedule.parse("0 0 30 2 *").next(ZonedDateTime.parse("2026-01-01T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void anHourThatASpringSkipsIsSkipped() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    ZonedDateTime before = ZonedDateTime.of(2026, 3, 29, 1, 0, 0, 0, berlin);

    assertThat(CronSchedule.parse("30 2 * * *").next(before))
        .hasValue(ZonedDateTime.of(2026, 3, 30, 2, 30, 0, 0, berlin));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x             | expected exactly 5 fields, found 1: [x]
          60 * * * *    | end of range (60) above maximum (59): 60
          * * 0 * *     | beginning of range (0) below minimum (1): 0
          5-1 * * * *   | beginning of range (5) beyond end of range (1): 5-1
          1-2-3 * * * * | too many hyphens: 1-2-3
          */2/3 * * * * | too many slashes: */2/3
          */0 * * * *   | step of range should be a positive number: */0
          a * * * *     | failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax
          @sometimes    | unrecognized descriptor: @sometimes
          @every x      | failed to parse duration @every x: time: invalid duration "x"
          """)
  void whatCannotBeReadIsSaidAsTheLibrarySaysIt(String schedule, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CronSchedule.parse(schedule))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, ''",
    "Etc/GMT+5, ''",
    "Local, timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones",
    "Mars/Base, unknown time zone Mars/Base",
    "../x, unknown time zone ../x",
  })
  void zonesAreThoseOfTheDatabase(String zone, String fault) {
    assertThat(CronTimeZone.fault(zone).orElse("")).isEqualTo(fault);
  }
}
