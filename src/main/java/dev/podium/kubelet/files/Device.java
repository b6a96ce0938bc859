package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;

/// A character device.
final class Device extends Inode {
  enum Kind {
    NULL,
    ZERO,
    FULL,
    RANDOM,
    TTY,
    /// One of the three streams of a process.
    STREAM
  }

  final Kind kind;

  /// Of a [Kind#STREAM]: whose.
  final int pid;

  /// Of a [Kind#STREAM]: 0, 1 or 2.
  final int descriptor;

  Device(long number, Kind kind, int pid, int descriptor, Instant modified) {
    super(number, true, kind == Kind.STREAM ? 0700 : 0666, 0, 0, modified);
    this.kind = kind;
    this.pid = pid;
    this.descriptor = descriptor;
  }

  @Override
  Type type() {
    return Type.CHARACTER_DEVICE;
  }

  @Override
  long size() {
    return 0;
  }

  @Override
  Device thaw() {
    return this;
  }
}
