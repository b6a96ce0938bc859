package dev.podium.kubelet.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How long a container may compute before it has to rest, so that a loop without a pause leaves
/// room for everybody else: after each slice it rests, the longer, the more containers are at it.
final class Budget {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(4);

  /// Between two looks that are further apart than this the process was waiting.
  private static final long WAITED = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int MOST_REST = 64;

  private final AtomicInteger busy;
  private long lastLook;
  private long used;

  /// @param busy counts the containers that rest
  Budget(AtomicInteger busy) {
    this.busy = busy;
  }

  /// A process has waited for something.
  void waited() {
    lastLook = System.nanoTime();
  }

  /// Several processes of a container may call it at once; a lost update does no harm.
  void look() {
    long now = System.nanoTime();
    long since = now - lastLook;
    lastLook = now;
    if (since < WAITED) {
      used += since;
    }
    if (used > SLICE) {
      long rest = used * Math.min(MOST_REST, 1 + busy.incrementAndGet());
      used = 0;
      try {
        LockSupport.parkNanos(rest);
      } finally {
        busy.decrementAndGet();
        lastLook = System.nanoTime();
      }
    }
  }
}
