package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;
import java.util.Arrays;

/// A file with its bytes.
final class RegularFile extends Inode {
  static final byte[] NOTHING = {};

  private byte[] data;
  private int size;

  RegularFile(
      long number, boolean frozen, int mode, long uid, long gid, Instant modified, byte[] content) {
    super(number, frozen, mode, uid, gid, modified);
    this.data = content;
    this.size = content.length;
  }

  @Override
  Type type() {
    return Type.FILE;
  }

  @Override
  long size() {
    return size;
  }

  @Override
  RegularFile thaw() {
    return frozen
        ? new RegularFile(number, false, mode, uid, gid, modified, Arrays.copyOf(data, size))
        : this;
  }

  /// @return how many bytes were read; -1 at the end
  int read(long position, byte[] into, int offset, int length) {
    if (position >= size) {
      return -1;
    }
    int n = (int) Math.min(length, size - position);
    System.arraycopy(data, (int) position, into, offset, n);
    return n;
  }

  void write(Volume volume, long position, byte[] from, int offset, int length) throws Errno {
    long end = position + length;
    if (end > Integer.MAX_VALUE - 64) {
      throw new Errno(Errno.Code.EFBIG);
    }
    if (end > size) {
      volume.take(end - size);
      if (end > data.length) {
        data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 64, grown((int) end)));
      }
      size = (int) end;
    }
    System.arraycopy(from, offset, data, (int) position, length);
  }

  private long grown(int needed) {
    return data.length == 0 ? needed : Math.max(needed, data.length + (data.length >> 1));
  }

  void truncate(Volume volume) {
    volume.giveBack(size);
    data = NOTHING;
    size = 0;
  }
}
