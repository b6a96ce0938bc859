package dev.podium.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClockTest {
  private final SimulatedClock clock = new SimulatedClock();
  private final List<String> told = new ArrayList<>();

  @Test
  void tasksRunAtTheirTimeInOrder() {
    clock.schedule(Duration.ofSeconds(2), () -> tell("two"));
    clock.schedule(Duration.ofSeconds(1), () -> tell("one"));
    clock.schedule(Duration.ofSeconds(1), () -> tell("one again"));
    clock.schedule(Duration.ofSeconds(-1), () -> tell("past"));
    clock.advance(Duration.ofMillis(1500));
    assertThat(told).containsExactly("past at 0", "one at 1000", "one again at 1000");
    clock.advance(Duration.ofMillis(500));
    assertThat(told).last().isEqualTo("two at 2000");
    assertThat(clock.nextDue()).isEmpty();
  }

  @Test
  void aTaskMayScheduleAnotherThatIsDueInTheSameAdvance() {
    clock.schedule(
        Duration.ofSeconds(1), () -> clock.schedule(Duration.ofSeconds(1), () -> tell("second")));
    clock.advance(Duration.ofSeconds(3));
    assertThat(told).containsExactly("second at 2000");
    assertThat(clock.now()).isEqualTo(SimulatedClock.START.plusSeconds(3));
  }

  @Test
  void aCancelledTaskIsNotCalled() {
    Clock.Timer timer = clock.schedule(Duration.ofSeconds(1), () -> tell("never"));
    timer.cancel();
    clock.advance(Duration.ofSeconds(2));
    assertThat(told).isEmpty();
  }

  @Test
  void aSleeperWakesWhenItsTimeHasCome() throws InterruptedException {
    Thread sleeper =
        Thread.startVirtualThread(() -> {
          try {
            clock.sleep(Duration.ofHours(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    while (clock.nextDue().isEmpty()) {
      Thread.onSpinWait();
    }
    clock.advance(Duration.ofHours(1));
    sleeper.join();
    assertThat(clock.nextDue()).isEmpty();
  }

  @Test
  void atPaceTenAMinuteOfTheClusterTakesSixSeconds() {
    AtomicReference<Instant> real = new AtomicReference<>(SimulatedClock.START);
    InstantSource source = real::get;
    try (PacedClock paced = new PacedClock(Pace.of("10"), source)) {
      assertThat(paced.now()).isEqualTo(SimulatedClock.START);
      real.set(SimulatedClock.START.plusSeconds(6));
      assertThat(paced.now()).isEqualTo(SimulatedClock.START.plusSeconds(60));
      assertThat(paced.pause(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    }
    assertThat(Pace.of("10").real(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void withoutWaitingWorkTakesNoTimeAndTheDayIsAsLongAsEver() {
    AtomicReference<Instant> real = new AtomicReference<>(SimulatedClock.START);
    try (PacedClock instant = new PacedClock(Pace.of("instant"), real::get)) {
      assertThat(instant.pause(Duration.ofHours(1))).isZero();
      real.set(SimulatedClock.START.plusSeconds(5));
      assertThat(instant.now()).isEqualTo(SimulatedClock.START.plusSeconds(5));
    }
  }

  @Test
  void aFailingTaskDoesNotStopTheClock() throws InterruptedException {
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    try (PacedClock paced = new PacedClock(new Pace(1000, true), InstantSource.system())) {
      paced.schedule(
          Duration.ofSeconds(1),
          () -> {
            throw new IllegalStateException("meant to fail");
          });
      paced.schedule(Duration.ofSeconds(2), () -> done.add("after it"));
      assertThat(done.poll(30, TimeUnit.SECONDS)).isEqualTo("after it");
    }
  }

  @Test
  void aClosedClockForgetsItsTasks() {
    PacedClock paced = new PacedClock(Pace.REAL, InstantSource.system());
    paced.schedule(Duration.ofHours(1), () -> tell("never"));
    paced.close();
    paced.schedule(Duration.ZERO, () -> tell("never")).cancel();
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "fast", "", "NaN", "Infinity"})
  void aPaceThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Pace.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no pace; 1, 0.5, 10 and instant are");
  }

  private void tell(String what) {
    told.add(what + " at " + Duration.between(SimulatedClock.START, clock.now()).toMillis());
  }
}
