package dev.podium.runtime;

import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that want to be worked on, each at most once in the queue and in the hands of at most one
/// worker: a key that is added while somebody works on it is queued when that worker is done.
///
/// Upstream: client-go/util/workqueue (queue.go, delaying_queue.go, default_rate_limiters.go). Its
/// overall limit of ten retries a second is left out: it protects a server behind a network.
///
/// One lock guards everything.
final class WorkQueue {
  /// The first retry comes after this, each further one after twice the time.
  static final Duration BASE_DELAY = Duration.ofMillis(5);

  static final Duration MAX_DELAY = Duration.ofSeconds(1000);

  /// From here on the delay is the longest one: 5 ms doubled so often are more than 1000 s.
  private static final int MAX_DOUBLINGS = 18;

  private record Waiting(Instant due, Clock.Timer timer) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Deque<Key> queue = new ArrayDeque<>();

  /// Keys that are to be worked on, whether in the queue or still with a worker.
  private final Set<Key> dirty = new HashSet<>();

  private final Set<Key> processing = new HashSet<>();
  private final Map<Key, Integer> failures = new HashMap<>();
  private final Map<Key, Waiting> waiting = new HashMap<>();

  WorkQueue(Clock clock) {
    this.clock = clock;
  }

  void add(Key key) {
    lock.lock();
    try {
      if (dirty.add(key) && !processing.contains(key)) {
        queue.add(key);
        added.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds a key when `delay` has passed. Of several such wishes for one key the earliest counts.
  void addAfter(Key key, Duration delay) {
    if (delay.isNegative() || delay.isZero()) {
      add(key);
      return;
    }
    lock.lock();
    try {
      Instant due = clock.now().plus(delay);
      Waiting earlier = waiting.get(key);
      if (earlier != null && !earlier.due().isAfter(due)) {
        return;
      }
      if (earlier != null) {
        earlier.timer().cancel();
      }
      waiting.put(key, new Waiting(due, clock.schedule(delay, () -> addWaiting(key, due))));
    } finally {
      lock.unlock();
    }
  }

  private void addWaiting(Key key, Instant due) {
    lock.lock();
    try {
      Waiting now = waiting.get(key);
      // Another time may have taken the place of this one just when it came.
      if (now != null && now.due().equals(due)) {
        waiting.remove(key);
        add(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds a key that failed: later, the more often it failed since [#forget].
  void addRateLimited(Key key) {
    lock.lock();
    try {
      int doublings = failures.merge(key, 1, Integer::sum) - 1;
      Duration delay =
          doublings >= MAX_DOUBLINGS ? MAX_DELAY : BASE_DELAY.multipliedBy(1L << doublings);
      addAfter(key, delay);
    } finally {
      lock.unlock();
    }
  }

  /// The key did not fail: its next failure is its first again.
  void forget(Key key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /// Whether a key that somebody works on has been added again.
  boolean isDirty(Key key) {
    lock.lock();
    try {
      return dirty.contains(key);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a key; the caller tells when it is [#done] with it.
  Key take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty()) {
        added.await();
      }
      return begin(queue.remove());
    } finally {
      lock.unlock();
    }
  }

  /// A key, if one is there; the caller tells when it is [#done] with it.
  Optional<Key> poll() {
    lock.lock();
    try {
      return Optional.ofNullable(queue.poll()).map(this::begin);
    } finally {
      lock.unlock();
    }
  }

  private Key begin(Key key) {
    dirty.remove(key);
    processing.add(key);
    return key;
  }

  void done(Key key) {
    lock.lock();
    try {
      processing.remove(key);
      if (dirty.contains(key)) {
        queue.add(key);
        added.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
