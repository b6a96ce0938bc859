package dev.podium.kubelet.pipe;

import dev.podium.bytes.ByteRing;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A pipe: bytes in order from those who hold its one end to those who hold the other. One lock
/// guards it.
public final class PipeBuffer {
  private static final int CAPACITY = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteRing ring = new ByteRing(CAPACITY);
  private int readers;
  private int writers;

  /// How often an end has been opened.
  private int reading;

  private int writing;
  private boolean unnamed;

  private PipeBuffer(int readers, int writers) {
    this.readers = readers;
    this.writers = writers;
  }

  /// Both ends of a new pipe.
  public static Pipe open() {
    PipeBuffer buffer = new PipeBuffer(1, 1);
    return new Pipe(buffer.new Source(), buffer.new Sink());
  }

  /// A pipe that nobody has opened.
  public static PipeBuffer named() {
    return new PipeBuffer(0, 0);
  }

  /// Opens an end for reading, and waits for somebody who opens the other one.
  public InputStream openSource() throws Errno {
    lock.lock();
    try {
      readers++;
      reading++;
      changed.signalAll();
      for (int before = writing; writers == 0 && writing == before; ) {
        await(() -> readers--);
      }
      return new Source();
    } finally {
      lock.unlock();
    }
  }

  /// Opens an end for writing, and waits for somebody who opens the other one.
  public OutputStream openSink() throws Errno {
    lock.lock();
    try {
      writers++;
      writing++;
      changed.signalAll();
      for (int before = reading; readers == 0 && reading == before; ) {
        await(() -> writers--);
      }
      return new Sink();
    } finally {
      lock.unlock();
    }
  }

  /// It has no name any longer: who waits for somebody to open it waits in vain.
  public void unname() {
    lock.lock();
    try {
      unnamed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(Runnable undo) throws Errno {
    if (unnamed) {
      undo.run();
      throw new Errno(Errno.Code.ENOENT);
    }
    try {
      changed.await();
    } catch (InterruptedException _) {
      undo.run();
      Thread.currentThread().interrupt();
      throw new Errno(Errno.Code.EINTR);
    }
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
  private void count(int more, int moreWriting) {
    lock.lock();
    try {
      readers += more;
      writers += moreWriting;
      if (readers == 0) {
        ring.clear();
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
        while (ring.isEmpty()) {
          if (writers == 0) {
            return -1;
          }
          if (readers == 0) {
            // Its process has been ended while it waited.
            throw new InterruptedIOException("interrupted");
          }
          PipeBuffer.this.await();
        }
        int n = ring.take(into, offset, length);
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
        return ring.size();
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
          if (ring.isFull()) {
            PipeBuffer.this.await();
          } else {
            written += ring.put(from, offset + written, length - written);
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
