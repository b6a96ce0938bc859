package dev.podium.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void itDoublesFromTenSecondsToFiveMinutes() {
    List<String> delays = new ArrayList<>();
    BackOff backOff = BackOff.NONE;
    for (int i = 0; i < 7; i++) {
      backOff = backOff.next(NOW, NOW);
      delays.add(backOff.text());
    }
    assertThat(delays).containsExactly("10s", "20s", "40s", "1m20s", "2m40s", "5m0s", "5m0s");
  }

  @Test
  void theFirstAttemptIsNotHeldUp() {
    assertThat(BackOff.NONE.until(NOW, NOW)).isEmpty();
  }

  @Test
  void itHoldsUpUntilItsDelayHasPassedSinceTheFailure() {
    BackOff backOff = BackOff.NONE.next(NOW, NOW);
    assertThat(backOff.until(NOW, NOW.plusSeconds(9))).contains(NOW.plusSeconds(10));
    assertThat(backOff.until(NOW, NOW.plusSeconds(10))).isEmpty();
  }

  @Test
  void itBeginsAnewAfterTenQuietMinutes() {
    BackOff backOff = BackOff.NONE.next(NOW, NOW).next(NOW, NOW);
    Instant later = NOW.plus(Duration.ofMinutes(11));
    assertThat(backOff.until(later, later)).isEmpty();
    assertThat(backOff.next(later, later).delay()).isEqualTo(Duration.ofSeconds(10));
  }
}
