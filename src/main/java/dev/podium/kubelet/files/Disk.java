package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// What all simulated file systems have in common: the space that they take together, the numbers
/// of their inodes, the time, and one lock. Whoever holds it looks up or copies something and calls
/// nobody, so that one is enough.
public final class Disk {
  /// What a file, directory or link takes without its content.
  static final long INODE = 256;

  /// The part of our own memory that all files together may take.
  private static final int SHARE = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong inodes = new AtomicLong(100_000);
  private final InstantSource time;
  private final long limit;
  private long used;

  public Disk(InstantSource time) {
    this(time, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// @param limit in bytes, of all that is written
  public Disk(InstantSource time, long limit) {
    this.time = time;
    this.limit = limit;
  }

  ReentrantLock lock() {
    return lock;
  }

  long nextInode() {
    return inodes.incrementAndGet();
  }

  Instant now() {
    return time.instant();
  }

  /// With the lock held.
  void take(long bytes) throws Errno {
    if (used + bytes > limit) {
      throw new Errno(Errno.Code.ENOSPC);
    }
    used += bytes;
  }

  /// With the lock held.
  void giveBack(long bytes) {
    used -= bytes;
  }
}
