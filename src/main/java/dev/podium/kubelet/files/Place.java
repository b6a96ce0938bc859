package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import java.util.Optional;

/// What a path leads to, and the way there: needed to find `..`, and to copy what is frozen on the
/// way before something is changed.
final class Place {
  private final Optional<Place> above;
  private final String name;
  private final Mounted mount;
  private final boolean isMount;
  private Optional<Inode> inode;

  private Place(
      Optional<Place> above, String name, Mounted mount, boolean isMount, Optional<Inode> inode) {
    this.above = above;
    this.name = name;
    this.mount = mount;
    this.isMount = isMount;
    this.inode = inode;
  }

  static Place root(Mounted mount) {
    return new Place(Optional.empty(), "", mount, true, Optional.of(mount.root()));
  }

  Place mounted(String entry, Mounted there) {
    return new Place(Optional.of(this), entry, there, true, Optional.of(there.root()));
  }

  Place child(String entry, Optional<Inode> found) {
    return new Place(Optional.of(this), entry, mount, false, found);
  }

  Place parent() {
    return above.orElse(this);
  }

  String name() {
    return name;
  }

  Mounted mount() {
    return mount;
  }

  boolean isMount() {
    return isMount;
  }

  boolean exists() {
    return inode.isPresent();
  }

  Inode inode() throws Errno {
    return inode.orElseThrow(() -> new Errno(Errno.Code.ENOENT));
  }

  Optional<Inode> find() {
    return inode;
  }

  String path() {
    if (above.isEmpty()) {
      return "/";
    }
    String before = above.get().path();
    return before.equals("/") ? "/" + name : before + "/" + name;
  }

  /// The inode, fit to be changed.
  Inode writable() throws Errno {
    if (mount.readOnly) {
      throw new Errno(Errno.Code.EROFS);
    }
    Inode present = inode();
    Inode thawed = present.thaw();
    if (isMount) {
      mount.root(thawed);
    } else if (above.isPresent() && above.get().writable() instanceof Directory directory) {
      if (thawed != present) {
        mount.volume.take(thawed instanceof RegularFile file ? file.size() : Disk.INODE);
      }
      directory.entries.put(name, thawed);
    }
    inode = Optional.of(thawed);
    return thawed;
  }

  /// The directory that it is in, fit to be changed.
  Directory writableParent() throws Errno {
    if (mount.readOnly) {
      throw new Errno(Errno.Code.EROFS);
    }
    if (isMount) {
      throw new Errno(Errno.Code.EBUSY);
    }
    if (parent().writable() instanceof Directory directory) {
      return directory;
    }
    throw new Errno(Errno.Code.EACCES);
  }
}
