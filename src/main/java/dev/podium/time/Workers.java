package dev.podium.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Virtual threads that do what is simulated. Simulated time may pass while all of them wait; they
/// are interrupted when this is closed.
public final class Workers implements AutoCloseable {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// A thread that is still to be started, and counts as at work from now on.
  public Thread thread(String name, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    if (closed) {
      thread.interrupt();
    }
    return thread;
  }

  /// One is not going to be started.
  public void forget(Thread thread) {
    threads.remove(thread);
  }

  /// Whether every thread waits for something: for time to pass, for input, for another one.
  public boolean isQuiet() {
    return threads.stream()
        .map(Thread::getState)
        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TERMINATED);
  }

  /// How many there are.
  public int count() {
    return threads.size();
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
