package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A pipe. One lock guards it.
final class PipeBuffer {
  private static final int CAPACITY = 64 << 10;
  private static final int FIRST = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] ring = new byte[FIRST];
  private int start;
  private int size;
  private int readers = 1;
  private int writers = 1;

  private PipeBuffer() {}

  static Pipe open() {
    PipeBuffer buffer = new PipeBuffer();
    return new Pipe(buffer.new Source(), buffer.new Sink());
  }

  private void put(byte[] from, int offset, int length) {
    if (size + length > ring.length) {
      byte[] larger = new byte[Math.min(CAPACITY, Math.max(ring.length * 2, size + length))];
      int kept = size;
      get(larger, 0, kept);
      ring = larger;
      start = 0;
      size = kept;
    }
    int end = (start + size) % ring.length;
    int first = Math.min(length, ring.length - end);
    System.arraycopy(from, offset, ring, end, first);
    System.arraycopy(from, offset + first, ring, 0, length - first);
    size += length;
  }

  private void get(byte[] into, int offset, int length) {
    int first = Math.min(length, ring.length - start);
    System.arraycopy(ring, start, into, offset, first);
    System.arraycopy(ring, 0, into, offset + first, length - first);
    start = (start + length) % ring.length;
    size -= length;
  }

  private void await() throws InterruptedIOException {
    try {
      changed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// Counts who holds an end.
  private void count(int reading, int writing) {
    lock.lock();
    try {
      readers += reading;
      writers += writing;
      if (readers == 0) {
        ring = Arrays.copyOf(ring, 1);
        start = 0;
        size = 0;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Source extends InputStream implements Shared {
    private boolean closed;

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
        while (size == 0) {
          if (writers == 0) {
            return -1;
          }
          if (readers == 0) {
            throw new Errno(Errno.Code.EBADF);
          }
          PipeBuffer.this.await();
        }
        int n = Math.min(length, size);
        get(into, offset, n);
        changed.signalAll();
        return n;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int available() {
      lock.lock();
      try {
        return size;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void hold() {
      count(1, 0);
    }

    @Override
    public void release() {
      count(-1, 0);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }

  private final class Sink extends OutputStream implements Shared {
    private boolean closed;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      int written = 0;
      lock.lock();
      try {
        while (written < length) {
          if (readers == 0) {
            throw new Errno(Errno.Code.EPIPE);
          }
          if (size == CAPACITY) {
            PipeBuffer.this.await();
          } else {
            int n = Math.min(length - written, CAPACITY - size);
            put(from, offset + written, n);
            written += n;
            changed.signalAll();
          }
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void hold() {
      count(0, 1);
    }

    @Override
    public void release() {
      count(0, -1);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }
}
