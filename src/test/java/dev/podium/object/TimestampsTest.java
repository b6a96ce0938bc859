package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
  @Test
  void writesUtcInWholeSecondsOrSixDecimals() {
    Instant time = Instant.parse("2020-01-02T03:04:05.000000789Z");
    assertThat(Timestamps.format(time)).isEqualTo("2020-01-02T03:04:05Z");
    assertThat(Timestamps.formatMicro(time)).isEqualTo("2020-01-02T03:04:05.000000Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-02T03:04:05Z, 2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05.678Z, 2020-01-02T03:04:05.678Z",
    "'2020-01-02T03:04:05,5Z', 2020-01-02T03:04:05.5Z",
    "2020-01-02T03:04:05+02:00, 2020-01-02T01:04:05Z",
    "2020-01-02T03:04:05-00:30, 2020-01-02T03:34:05Z",
    "2020-02-29T3:04:05Z, 2020-02-29T03:04:05Z"
  })
  void readsWhatGoReads(String text, String time) {
    assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x | parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"
          2020 | parsing time "2020" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "-"
          2020/01 | parsing time "2020/01" as "2006-01-02T15:04:05Z07:00": cannot parse "/01" as "-"
          2020-1-02 | parsing time "2020-1-02" as "2006-01-02T15:04:05Z07:00": cannot parse "1-02" as "01"
          2020-13-01T00:00:00Z | parsing time "2020-13-01T00:00:00Z": month out of range
          2020-02-30T00:00:00Z | parsing time "2020-02-30T00:00:00Z": day out of range
          2020-02-10T24:00:00Z | parsing time "2020-02-10T24:00:00Z": hour out of range
          2020-02-10T23:60:00Z | parsing time "2020-02-10T23:60:00Z": minute out of range
          2020-02-10 00:00:00Z | parsing time "2020-02-10 00:00:00Z" as "2006-01-02T15:04:05Z07:00": cannot parse " 00:00:00Z" as "T"
          2020-02-10T00:00:00 | parsing time "2020-02-10T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"
          2020-02-10T00:00:00ZZ | parsing time "2020-02-10T00:00:00ZZ": extra text: "Z"
          """)
  void refusesInGosWords(String text, String message) {
    assertThatThrownBy(() -> Timestamps.parse(text)).hasMessage(message);
  }

  @Test
  void aMicroTimeHasSixDecimals() {
    assertThat(Timestamps.parseMicro("2020-01-01T00:00:00.123456Z"))
        .isEqualTo(Instant.parse("2020-01-01T00:00:00.123456Z"));
    assertThatThrownBy(() -> Timestamps.parseMicro("2020-01-01T00:00:00.1Z"))
        .hasMessage(
            "parsing time \"2020-01-01T00:00:00.1Z\" as \"2006-01-02T15:04:05.000000Z07:00\":"
                + " cannot parse \".1Z\" as \".000000\"");
  }
}
