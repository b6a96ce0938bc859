package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;

/// A file, directory, link or device. One of an image is frozen: shared by all containers of the
/// image, and copied before it is changed. Guarded by the lock of its [Disk].
abstract sealed class Inode permits RegularFile, Directory, Symlink, Generated, Device, Fifo {
  final long number;
  final boolean frozen;
  int mode;
  long uid;
  long gid;
  Instant modified;
  int links = 1;

  Inode(long number, boolean frozen, int mode, long uid, long gid, Instant modified) {
    this.number = number;
    this.frozen = frozen;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.modified = modified;
  }

  abstract Type type();

  abstract long size();

  /// A copy that can be changed; the same where it is no frozen one.
  abstract Inode thaw();

  String target() {
    return "";
  }

  Stat stat() {
    return new Stat(number, type(), mode, links, uid, gid, size(), modified, target());
  }
}
