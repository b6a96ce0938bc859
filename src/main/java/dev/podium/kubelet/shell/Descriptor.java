package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/// An open file of a shell, which its subshells share: closed when the last of them lets it go.
final class Descriptor {
  private final InputStream in;
  private final OutputStream out;
  private final boolean owned;
  private final AtomicInteger users = new AtomicInteger(1);

  private Descriptor(InputStream in, OutputStream out, boolean owned) {
    this.in = in;
    this.out = out;
    this.owned = owned;
  }

  static Descriptor reading(InputStream in) {
    return new Descriptor(in, Closed.OUT, true);
  }

  static Descriptor writing(OutputStream out) {
    return new Descriptor(Closed.IN, out, true);
  }

  /// What the shell was started with, and whoever started it closes.
  static Descriptor inherited(InputStream in, OutputStream out) {
    return new Descriptor(in, out, false);
  }

  static Descriptor none() {
    return new Descriptor(Closed.IN, Closed.OUT, false);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  Descriptor share() {
    users.incrementAndGet();
    return this;
  }

  void release() {
    if (users.decrementAndGet() == 0 && owned) {
      try (in;
          out) {
        out.flush();
      } catch (IOException _) {
        // Nobody is left to hear of it.
      }
    }
  }

  /// What a descriptor that is not open gives.
  private static final class Closed {
    static final InputStream IN =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new Errno(Errno.Code.EBADF);
          }
        };
    static final OutputStream OUT =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new Errno(Errno.Code.EBADF);
          }
        };
  }
}
