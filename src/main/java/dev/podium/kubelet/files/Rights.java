package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Capability;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;

/// What the permission bits let a process do. The superuser may everything, as far as he has the
/// capabilities.
final class Rights {
  static final int READ = 4;
  static final int WRITE = 2;
  static final int SEARCH = 1;

  private Rights() {}

  static void require(Process who, Inode inode, int right) throws Errno {
    if (!has(who, inode, right)) {
      throw new Errno(Errno.Code.EACCES);
    }
  }

  static boolean has(Process who, Inode inode, int right) {
    if (who.may(Capability.DAC_OVERRIDE)) {
      return true;
    }
    int shift =
        inode.uid == who.uid()
            ? 6
            : inode.gid == who.gid() || who.groups().contains(inode.gid) ? 3 : 0;
    return (inode.mode >> shift & right) == right;
  }

  /// Whether it may change mode, owner and times.
  static void requireOwner(Process who, Inode inode) throws Errno {
    if (who.uid() != inode.uid && !who.may(Capability.FOWNER)) {
      throw new Errno(Errno.Code.EPERM);
    }
  }
}
