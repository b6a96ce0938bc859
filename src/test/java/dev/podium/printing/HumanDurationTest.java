package dev.podium.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanDurationTest {
  @ParameterizedTest
  @CsvSource({
    "PT-2S, <invalid>",
    "PT-1S, 0s",
    "PT0.9S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT2M1S, 2m1s",
    "PT10M59S, 10m",
    "PT179M, 179m",
    "PT3H, 3h",
    "PT7H59M, 7h59m",
    "PT8H1M, 8h",
    "PT47H, 47h",
    "PT48H, 2d",
    "P7DT23H, 7d23h",
    "P8DT5H, 8d",
    "P729D, 729d",
    "P730D, 2y",
    "P731D, 2y1d",
    "P2920D, 8y"
  })
  void theLongerTheCoarser(Duration duration, String text) {
    assertThat(HumanDuration.format(duration)).isEqualTo(text);
  }

  @Test
  void noTimeIsUnknown() {
    Instant now = Instant.parse("2026-01-01T00:02:00Z");

    assertThat(HumanDuration.since("", now)).isEqualTo("<unknown>");
    assertThat(HumanDuration.since("2026-01-01T00:00:00Z", now)).isEqualTo("2m");
  }
}
