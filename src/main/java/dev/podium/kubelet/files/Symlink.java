package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;

/// A symbolic link.
final class Symlink extends Inode {
  private final String target;

  Symlink(long number, boolean frozen, long uid, long gid, Instant modified, String target) {
    super(number, frozen, 0777, uid, gid, modified);
    this.target = target;
  }

  @Override
  Type type() {
    return Type.SYMLINK;
  }

  @Override
  long size() {
    return target.length();
  }

  @Override
  String target() {
    return target;
  }

  @Override
  Symlink thaw() {
    return frozen ? new Symlink(number, false, uid, gid, modified, target) : this;
  }
}
