package dev.podium.kubelet.pipe;

import dev.podium.bytes.BlockInput;
import dev.podium.bytes.BlockOutput;
import dev.podium.bytes.BlockingRing;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// A pipe: bytes in order from those who hold its one end to those who hold the other. One lock
/// guards it.
public final class PipeBuffer {
  private static final int CAPACITY = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingRing ring = new BlockingRing(CAPACITY, lock);
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
      ring.wake();
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
      ring.wake();
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
      ring.wake();
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
      ring.await();
    } catch (InterruptedIOException _) {
      undo.run();
      throw new Errno(Errno.Code.EINTR);
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
      ring.wake();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBeWritten() throws IOException {
    if (writers > 0 && readers == 0) {
      // Its process has been ended while it waited.
      throw new InterruptedIOException("Interrupted system call");
    }
    return writers > 0;
  }

  private boolean mayBeRead() throws IOException {
    if (readers == 0 || writers == 0) {
      throw new Errno(Errno.Code.EPIPE);
    }
    return true;
  }

  private final class Source extends BlockInput implements Shared {
    private boolean closed;

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return ring.take(into, offset, length, PipeBuffer.this::mayBeWritten);
    }

    @Override
    public int available() {
      return ring.size();
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

  private final class Sink extends BlockOutput implements Shared {
    private boolean closed;

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ring.put(from, offset, length, PipeBuffer.this::mayBeRead);
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
