package dev.podium.network;

import dev.podium.bytes.ByteRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a connection: bytes in order, as many under way as the buffer holds.
///
/// The buffer grows with what is written, so that a connection that says little takes little. One
/// lock guards everything.
final class Pipe {
  /// As much as Linux's default receive buffer takes before a sender waits.
  static final int CAPACITY = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition writable = lock.newCondition();
  private final InputStream in = new Reader();
  private final OutputStream out = new Writer();
  private final ByteRing ring = new ByteRing(CAPACITY);
  private boolean ended;
  private boolean abandoned;
  private boolean reset;

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /// Nothing more is going to be written.
  void end() {
    signal(() -> ended = true);
  }

  /// Nobody is going to read any longer.
  void abandon() {
    signal(() -> {
      abandoned = true;
      ring.clear();
    });
  }

  /// The other side is gone without a farewell.
  void reset() {
    signal(() -> reset = true);
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      readable.signalAll();
      writable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException failure = new InterruptedIOException("Interrupted system call");
    failure.initCause(cause);
    return failure;
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (ring.isEmpty() && !ended && !abandoned && !reset) {
        readable.await();
      }
      if (abandoned) {
        throw new IOException("Bad file descriptor");
      }
      if (reset) {
        throw new IOException("Connection reset by peer");
      }
      writable.signalAll();
      return ring.isEmpty() ? -1 : ring.take(target, offset, length);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    lock.lock();
    try {
      int done = 0;
      while (done < length) {
        while (ring.isFull() && !ended && !abandoned && !reset) {
          writable.await();
        }
        if (reset) {
          throw new IOException("Connection reset by peer");
        }
        if (ended || abandoned) {
          throw new IOException("Broken pipe");
        }
        done += ring.put(source, offset + done, length - done);
        readable.signalAll();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private final class Reader extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return Pipe.this.read(target, offset, length);
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

  private final class Writer extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      Pipe.this.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      Pipe.this.write(source, offset, length);
    }
  }
}
