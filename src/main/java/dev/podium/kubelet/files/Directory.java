package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A directory with its entries.
final class Directory extends Inode {
  private static final long BLOCK = 4096;

  final Map<String, Inode> entries;

  Directory(long number, boolean frozen, int mode, long uid, long gid, Instant modified) {
    this(number, frozen, mode, uid, gid, modified, new HashMap<>());
  }

  private Directory(
      long number,
      boolean frozen,
      int mode,
      long uid,
      long gid,
      Instant modified,
      Map<String, Inode> entries) {
    super(number, frozen, mode, uid, gid, modified);
    this.entries = entries;
  }

  @Override
  Type type() {
    return Type.DIRECTORY;
  }

  @Override
  long size() {
    return BLOCK;
  }

  @Override
  Directory thaw() {
    return frozen
        ? new Directory(number, false, mode, uid, gid, modified, new HashMap<>(entries))
        : this;
  }
}
