package dev.podium.web.streams;

import dev.podium.bytes.BlockInput;
import dev.podium.bytes.BlockingRing;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes on their way from the thread that reads a connection to the one that uses them. Holds a
/// bounded number of them: whoever brings more waits.
///
/// Its one lock is `lock`; no foreign code is called while it is held.
final class ByteQueue extends BlockInput {
  private static final int MOST = 256 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingRing ring = new BlockingRing(MOST, lock);
  private boolean ended;
  private boolean closed;

  /// Appends; forgets what comes after the end, or once nobody reads any longer.
  void put(byte[] bytes) throws IOException {
    ring.put(bytes, 0, bytes.length, this::isOpen);
  }

  private boolean isOpen() {
    return !ended && !closed;
  }

  /// Nothing more is going to come; what is there can still be read.
  void end() {
    lock.lock();
    try {
      ended = true;
      ring.wake();
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
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return ring.take(into, offset, length, this::isOpen);
  }

  @Override
  public int available() {
    return ring.size();
  }
}
