package dev.podium.kubelet.files;

import dev.podium.bytes.BlockInput;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/// Reads a file, from its beginning; sees what is appended meanwhile.
final class FileInput extends BlockInput {
  private final ReentrantLock lock;
  private final RegularFile file;
  private long position;

  FileInput(ReentrantLock lock, RegularFile file) {
    this.lock = lock;
    this.file = file;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      int n = file.read(position, into, offset, length);
      position += Math.max(n, 0);
      return n;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long skip(long n) {
    lock.lock();
    try {
      long skipped = Math.max(0, Math.min(n, file.size() - position));
      position += skipped;
      return skipped;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return (int) Math.max(0, file.size() - position);
    } finally {
      lock.unlock();
    }
  }
}
