package dev.podium.bytes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded queue of bytes between threads: who reads waits for bytes, who writes for room.
///
/// The lock is its owner's, who guards with it what he knows of those at both ends, and who says by
/// a [Gate] whether it is worth waiting for them.
public final class BlockingRing {
  private final ReentrantLock lock;
  private final Condition changed;
  private final ByteRing ring;

  /// Asked with the lock held, before each wait.
  @FunctionalInterface
  public interface Gate {
    /// @return whether the other end may still do its part
    /// @throws IOException where going on is a mistake
    boolean isOpen() throws IOException;
  }

  /// @param capacity the most bytes that it holds
  public BlockingRing(int capacity, ReentrantLock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
    this.ring = new ByteRing(capacity);
  }

  /// Takes out what came first, and waits where nothing is there.
  ///
  /// @param more whether anything may still come
  /// @return how many bytes those were; -1 where nothing is there and nothing may come
  public int take(byte[] into, int offset, int length, Gate more) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (ring.isEmpty()) {
        if (!more.isOpen()) {
          return -1;
        }
        await();
      }
      changed.signalAll();
      return ring.take(into, offset, length);
    } finally {
      lock.unlock();
    }
  }

  /// Appends everything, and waits where there is no room.
  ///
  /// @param wanted whether anybody may still read it; where not, the rest is forgotten
  public void put(byte[] from, int offset, int length, Gate wanted) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    lock.lock();
    try {
      int done = 0;
      while (done < length && wanted.isOpen()) {
        if (ring.isFull()) {
          await();
        } else {
          done += ring.put(from, offset + done, length - done);
          changed.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits, with the lock held, until something has changed.
  public void await() throws InterruptedIOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException failure = new InterruptedIOException("Interrupted system call");
      failure.initCause(e);
      throw failure;
    }
  }

  /// Something about its ends has changed: whoever waits looks again. With the lock held.
  public void wake() {
    changed.signalAll();
  }

  /// Forgets everything, and gives its memory back. With the lock held.
  public void clear() {
    ring.clear();
    changed.signalAll();
  }

  /// How many bytes are there.
  public int size() {
    lock.lock();
    try {
      return ring.size();
    } finally {
      lock.unlock();
    }
  }
}
