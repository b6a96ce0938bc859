package dev.podium.web.streams;

import dev.podium.bytes.ByteRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes on their way from the thread that reads a connection to the one that uses them. Holds a
/// bounded number of them: whoever brings more waits.
///
/// Its one lock is `lock`; no foreign code is called while it is held.
final class ByteQueue extends InputStream {
  private static final int MOST = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteRing ring = new ByteRing(MOST);
  private boolean ended;
  private boolean closed;

  /// Appends; forgets what comes after the end, or once nobody reads any longer.
  void put(byte[] bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      int done = 0;
      while (done < bytes.length && !closed && !ended) {
        if (ring.isFull()) {
          changed.await();
        } else {
          done += ring.put(bytes, done, bytes.length - done);
          changed.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is going to come; what is there can still be read.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody reads any longer.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ring.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (ring.isEmpty() && !ended && !closed) {
        changed.await();
      }
      changed.signalAll();
      return ring.isEmpty() ? -1 : ring.take(into, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return ring.size();
    } finally {
      lock.unlock();
    }
  }
}
