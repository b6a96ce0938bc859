package dev.podium.network;

import dev.podium.bytes.BlockInput;
import dev.podium.bytes.BlockOutput;
import dev.podium.bytes.BlockingRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a connection: bytes in order, as many under way as the buffer holds.
///
/// The buffer grows with what is written, so that a connection that says little takes little. One
/// lock guards everything.
final class Pipe {
  /// As much as Linux's default receive buffer takes before a sender waits.
  static final int CAPACITY = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingRing ring = new BlockingRing(CAPACITY, lock);
  private final InputStream in = new Reader();
  private final OutputStream out = new Writer();
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
    lock.lock();
    try {
      ended = true;
      ring.wake();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody is going to read any longer.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      ring.clear();
    } finally {
      lock.unlock();
    }
  }

  /// The other side is gone without a farewell; what has arrived can still be read, as on Linux.
  void reset() {
    lock.lock();
    try {
      reset = true;
      ring.wake();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBeWritten() throws IOException {
    if (abandoned) {
      throw new IOException("Bad file descriptor");
    }
    checkReset();
    return !ended;
  }

  private boolean mayBeRead() throws IOException {
    checkReset();
    if (ended || abandoned) {
      throw new IOException("Broken pipe");
    }
    return true;
  }

  private void checkReset() throws IOException {
    if (reset) {
      throw new IOException("Connection reset by peer");
    }
  }

  private final class Reader extends BlockInput {
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return ring.take(into, offset, length, Pipe.this::mayBeWritten);
    }

    @Override
    public int available() {
      return ring.size();
    }
  }

  private final class Writer extends BlockOutput {
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ring.put(from, offset, length, Pipe.this::mayBeRead);
    }
  }
}
