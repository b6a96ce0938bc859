package dev.podium.kubelet.kernel;

import dev.podium.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How a process stands: it runs, is stopped, or has ended; and those who wait for that. Guarded by
/// the lock of its [PidNamespace], or volatile.
final class TaskState {
  private final ReentrantLock lock;
  private final Condition changed;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Clock.Timer> alarm = Optional.empty();
  private Optional<Integer> exit = Optional.empty();
  private volatile boolean stopped;

  TaskState(PidNamespace processes) {
    this.lock = processes.lock;
    this.changed = processes.changed;
  }

  /// It is going to run on a thread.
  void begin(Thread runner) {
    lock.lock();
    try {
      thread = Optional.of(runner);
    } finally {
      lock.unlock();
    }
  }

  /// It goes on without a thread, as a service.
  void leaveThread() {
    lock.lock();
    try {
      thread = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// It is ended by a timer, unless it ends before.
  void endBy(Clock.Timer timer) {
    lock.lock();
    try {
      if (exit.isEmpty()) {
        alarm = Optional.of(timer);
        return;
      }
    } finally {
      lock.unlock();
    }
    timer.cancel();
  }

  /// The first end counts.
  ///
  /// @return whether it is this one
  boolean end(int code) {
    lock.lock();
    try {
      if (exit.isPresent()) {
        return false;
      }
      exit = Optional.of(code & 0xff);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Wakes its thread up, once it has ended, to hear of that.
  void interrupt() {
    alarm.ifPresent(Clock.Timer::cancel);
    thread.filter(t -> t != Thread.currentThread()).ifPresent(Thread::interrupt);
  }

  void stop(boolean yes) {
    lock.lock();
    try {
      stopped = yes && exit.isEmpty();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /// Whether it computes just now.
  boolean isWorking() {
    return thread.map(t -> t.getState() == Thread.State.RUNNABLE).orElse(false);
  }

  boolean isOnOwnThread() {
    lock.lock();
    try {
      return thread.filter(t -> t == Thread.currentThread()).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /// Empty while it runs.
  Optional<Integer> exitCode() {
    lock.lock();
    try {
      return exit;
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    return exitCode().isPresent();
  }

  /// Waits as long as it is stopped.
  void awaitContinuation() throws InterruptedException {
    if (!stopped) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (stopped && exit.isEmpty()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it ends or, where that is asked for, is stopped.
  ///
  /// @return the exit code; empty where it is stopped
  Optional<Integer> await(boolean orStop) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (exit.isEmpty() && !(orStop && stopped)) {
        changed.await();
      }
      return exit;
    } finally {
      lock.unlock();
    }
  }
}
