package dev.podium.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/// A clock that a test advances by hand: tasks run on the thread that advances it, in order of
/// their time and, at the same time, in the order they were scheduled.
public final class SimulatedClock implements Clock {
  /// A plausible present, the same in every run.
  public static final Instant START = Instant.parse("2026-07-01T10:00:00Z");

  private static final Duration FOREVER = Duration.ofDays(36_500);

  private record Task(Instant due, long number, Runnable task) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
  private Instant now = START;
  private long scheduled;

  @Override
  public Instant now() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    lock.lock();
    try {
      Duration ahead = delay.isNegative() ? Duration.ZERO : delay;
      ahead = ahead.compareTo(FOREVER) > 0 ? FOREVER : ahead;
      Task made = new Task(now.plus(ahead), scheduled++, task);
      tasks.add(made);
      return () -> cancel(made);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Task task) {
    lock.lock();
    try {
      tasks.remove(task);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Duration pause(Duration nominal) {
    return nominal;
  }

  /// Lets time pass, and runs what becomes due, each task at its own time.
  public void advance(Duration by) {
    Instant target = now().plus(by);
    while (runNext(target)) {}
    lock.lock();
    try {
      now = target;
    } finally {
      lock.unlock();
    }
  }

  /// Runs the next task if it is due until `limit`, and moves on to its time.
  public boolean runNext(Instant limit) {
    Task next;
    lock.lock();
    try {
      next = tasks.peek();
      if (next == null || next.due().isAfter(limit)) {
        return false;
      }
      tasks.remove();
      now = next.due().isAfter(now) ? next.due() : now;
    } finally {
      lock.unlock();
    }
    next.task().run();
    return true;
  }

  /// When the next task is due.
  public Optional<Instant> nextDue() {
    lock.lock();
    try {
      return Optional.ofNullable(tasks.peek()).map(Task::due);
    } finally {
      lock.unlock();
    }
  }
}
