package dev.podium.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A clock that began at the present and runs at a [Pace]. Owns the thread that its tasks run on.
public final class PacedClock implements Clock, AutoCloseable {
  private static final Logger LOG = System.getLogger(PacedClock.class.getName());

  /// Longer than anybody waits, and short enough to be counted in nanoseconds.
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Pace pace;
  private final InstantSource source;
  private final Instant start;
  private final ScheduledThreadPoolExecutor timers;

  /// @param source the real time
  public PacedClock(Pace pace, InstantSource source) {
    this.pace = pace;
    this.source = source;
    this.start = source.instant();
    this.timers =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public Instant now() {
    Instant real = source.instant();
    return pace.factor() == 1 ? real : start.plus(pace.simulated(Duration.between(start, real)));
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Duration reachable = delay.compareTo(FOREVER) > 0 ? FOREVER : delay;
    ScheduledFuture<?> timer =
        timers.schedule(() -> run(task), pace.real(reachable).toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a timer's task failed", e);
    }
  }

  @Override
  public Duration pause(Duration nominal) {
    return pace.waits() ? nominal : Duration.ZERO;
  }

  /// Forgets what is still waiting, and waits for the task that runs.
  @Override
  public void close() {
    timers.shutdownNow();
    timers.close();
  }
}
