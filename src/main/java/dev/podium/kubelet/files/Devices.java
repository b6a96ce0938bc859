package dev.podium.kubelet.files;

import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// What comes out of devices, and what becomes of what is written to them.
final class Devices {
  private Devices() {}

  static InputStream read(Device device, Process who) throws Errno {
    return switch (device.kind) {
      case NULL -> Nowhere.input();
      case ZERO, FULL -> new Endless(who, false);
      case RANDOM -> new Endless(who, true);
      case TTY -> {
        requireTerminal(who);
        yield who.stdin();
      }
      case STREAM -> {
        if (device.descriptor != 0) {
          throw new Errno(Errno.Code.EACCES);
        }
        yield owner(device, who).stdin();
      }
    };
  }

  static OutputStream write(Device device, Process who) throws Errno {
    return switch (device.kind) {
      case NULL, ZERO, RANDOM -> Nowhere.output();
      case FULL -> new Full();
      case TTY -> {
        requireTerminal(who);
        yield new Open(who.stdout());
      }
      case STREAM -> {
        Process owner = owner(device, who);
        yield switch (device.descriptor) {
          case 1 -> new Open(owner.stdout());
          case 2 -> new Open(owner.stderr());
          default -> throw new Errno(Errno.Code.EACCES);
        };
      }
    };
  }

  private static Process owner(Device device, Process who) throws Errno {
    return device.pid == who.pid()
        ? who
        : who.container().process(device.pid).orElseThrow(() -> new Errno(Errno.Code.ENOENT));
  }

  private static void requireTerminal(Process who) throws Errno {
    if (who.terminal().isEmpty()) {
      throw new Errno(Errno.Code.EIO);
    }
  }

  /// Writes to a stream that belongs to somebody else, and leaves it open.
  private static final class Open extends OutputStream {
    private final OutputStream stream;

    Open(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws java.io.IOException {
      stream.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws java.io.IOException {
      stream.write(from, offset, length);
    }

    @Override
    public void flush() throws java.io.IOException {
      stream.flush();
    }
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws Errno {
      throw new Errno(Errno.Code.ENOSPC);
    }
  }

  /// Leaves room for others: who reads from it never waits for anything.
  private static final class Endless extends InputStream {
    private final Process who;
    private final boolean random;

    Endless(Process who, boolean random) {
      this.who = who;
      this.random = random;
    }

    @Override
    public int read() throws InterruptedIOException {
      rest();
      return random ? ThreadLocalRandom.current().nextInt(256) : 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
      rest();
      if (random) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        System.arraycopy(bytes, 0, into, offset, length);
      } else {
        Arrays.fill(into, offset, offset + length, (byte) 0);
      }
      return length;
    }

    private void rest() throws InterruptedIOException {
      try {
        who.checkpoint();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
