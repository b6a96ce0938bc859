package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.Kernel;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A probe or a hook under way, on a thread of its own; tells when it is over.
final class Attempt {
  /// What is done.
  interface Work {
    Answer run() throws InterruptedException;
  }

  /// @param at when it was over
  record Outcome(Answer answer, Instant at) {}

  private static final Optional<Outcome> NONE = Optional.empty();

  private final Clock clock;
  private final Runnable wake;
  private final AtomicReference<Optional<Outcome>> outcome = new AtomicReference<>(NONE);

  private final AtomicReference<Optional<Clock.Timer>> timer =
      new AtomicReference<>(Optional.empty());

  private Attempt(Clock clock, Runnable wake) {
    this.clock = clock;
    this.wake = wake;
  }

  /// @param late what comes of it when it takes longer than `atMost`
  /// @param wake called when it is over
  static Attempt begin(Kernel kernel, Runnable wake, Duration atMost, Answer late, Work work) {
    Attempt attempt = new Attempt(kernel.clock(), wake);
    Thread thread = kernel.thread("attempt", () -> attempt.run(work));
    Clock.Timer timer =
        kernel
            .clock()
            .schedule(
                atMost,
                () -> {
                  attempt.over(late);
                  thread.interrupt();
                });
    attempt.timer.set(Optional.of(timer));
    thread.start();
    return attempt;
  }

  private void run(Work work) {
    try {
      over(work.run());
    } catch (InterruptedException _) {
      over(Answer.error("context canceled"));
    } finally {
      timer.get().ifPresent(Clock.Timer::cancel);
    }
  }

  private void over(Answer answer) {
    if (outcome.compareAndSet(NONE, Optional.of(new Outcome(answer, clock.now())))) {
      wake.run();
    }
  }

  /// Empty as long as it is under way.
  Optional<Outcome> outcome() {
    return outcome.get();
  }
}
