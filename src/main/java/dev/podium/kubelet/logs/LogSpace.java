package dev.podium.kubelet.logs;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the logs of all containers take together.
public final class LogSpace {
  /// The part of our own memory that all logs together may take.
  private static final int SHARE = 6;

  private final long limit;
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

  boolean isScarce() {
    return used.get() > limit;
  }
}
