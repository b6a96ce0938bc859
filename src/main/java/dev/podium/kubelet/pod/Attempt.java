package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.Kernel;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A probe or a hook under way, on a thread of its own; tells what came of it.
final class Attempt {
  /// What is done.
  interface Work {
    Answer run() throws InterruptedException;
  }

  /// @param at when it was over
  record Outcome(Answer answer, Instant at) {}

  private static final Optional<Outcome> NONE = Optional.empty();

  private final Clock clock;
  private final Consumer<Answer> told;
  private final AtomicReference<Optional<Outcome>> outcome = new AtomicReference<>(NONE);

  private final AtomicReference<Optional<Clock.Timer>> timer =
      new AtomicReference<>(Optional.empty());

  private Attempt(Clock clock, Consumer<Answer> told) {
    this.clock = clock;
    this.told = told;
  }

  /// @param late what comes of it when it takes longer than `atMost`
  /// @param told is given the answer once [#outcome] has it
  static Attempt begin(
      Kernel kernel, Consumer<Answer> told, Duration atMost, Supplier<Answer> late, Work work) {
    Attempt attempt = new Attempt(kernel.clock(), told);
    Thread thread = kernel.thread("attempt", () -> attempt.run(work));
    Clock.Timer timer =
        kernel
            .clock()
            .schedule(
                atMost,
                () -> {
                  attempt.over(late.get());
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
      told.accept(answer);
    }
  }

  /// Empty as long as it is under way.
  Optional<Outcome> outcome() {
    return outcome.get();
  }
}
