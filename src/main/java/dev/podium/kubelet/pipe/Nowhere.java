package dev.podium.kubelet.pipe;

import java.io.InputStream;
import java.io.OutputStream;

/// What `/dev/null` is: nothing comes from it, everything may go to it, and whoever closes it
/// closes it for himself alone.
public final class Nowhere {
  private static final InputStream INPUT =
      new InputStream() {
        @Override
        public int read() {
          return -1;
        }
      };
  private static final OutputStream OUTPUT =
      new OutputStream() {
        @Override
        public void write(int b) {}

        @Override
        public void write(byte[] from, int offset, int length) {}
      };

  private Nowhere() {}

  public static InputStream input() {
    return INPUT;
  }

  public static OutputStream output() {
    return OUTPUT;
  }
}
