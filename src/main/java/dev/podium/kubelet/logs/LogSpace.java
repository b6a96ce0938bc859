package dev.podium.kubelet.logs;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// How much memory the logs of all containers take together.
public final class LogSpace {
  /// The part of our own memory that all logs together may take.
  private static final int SHARE = 6;

  private static final int LATELY = 1 << 10;
  private static final int SHORT = 256;

  private final long limit;
  private final AtomicReferenceArray<byte[]> seen = new AtomicReferenceArray<>(LATELY);
  private final AtomicLong used = new AtomicLong();

  public LogSpace() {
    this(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// @param limit in bytes
  public LogSpace(long limit) {
    this.limit = limit;
  }

  void take(long bytes) {
    used.addAndGet(bytes);
  }

  /// These bytes, or equal ones that were written lately: servers of one image begin with the same
  /// lines.
  byte[] shared(byte[] line) {
    if (line.length > SHORT) {
      return line;
    }
    int slot = (Arrays.hashCode(line) * 0x9E3779B9) >>> 22;
    byte[] known = seen.get(slot);
    if (Arrays.equals(known, line)) {
      return known;
    }
    seen.set(slot, line);
    return line;
  }

  boolean isScarce() {
    return used.get() > limit;
  }
}
