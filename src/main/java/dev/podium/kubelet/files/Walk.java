package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Follows a path through the mounts of a container, with the lock of the [Disk] held.
final class Walk {
  private static final int MOST_LINKS = 40;

  /// Has to be written before anybody enters; no defect, so no stack trace.
  static final class VolumeDue extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Volume volume;

    VolumeDue(Volume volume) {
      super("to be written first", null, false, false);
      this.volume = volume;
    }

    Volume volume() {
      return volume;
    }
  }

  private final MountTable mounts;
  private final Optional<Process> who;
  private final List<Volume> seen;
  private int links;

  /// @param seen volumes that were entered before, which are taken as they are; grows
  Walk(MountTable mounts, Process who, List<Volume> seen) {
    this.mounts = mounts;
    this.who = Optional.of(who);
    this.seen = seen;
  }

  /// The kubelet's own, which may everything.
  Walk(MountTable mounts) {
    this.mounts = mounts;
    this.who = Optional.empty();
    this.seen = new ArrayList<>(0);
  }

  /// @param follow whether a link at the end is followed
  /// @return a place without an inode where only the last name is missing
  Place to(String path, boolean follow) throws Errno {
    if (path.isEmpty()) {
      throw new Errno(Errno.Code.ENOENT);
    }
    String whole =
        path.startsWith("/") ? path : who.map(Process::directory).orElse("/") + "/" + path;
    return from(Place.root(mounts.root()), whole, follow);
  }

  private Place from(Place start, String path, boolean follow) throws Errno {
    Deque<String> names = new ArrayDeque<>(List.of(path.split("/")));
    boolean directory = path.endsWith("/") || path.endsWith("/.");
    Place at = path.startsWith("/") ? Place.root(mounts.root()) : start;
    while (!names.isEmpty()) {
      String name = names.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      Inode inode = at.inode();
      if (inode.type() != dev.podium.kubelet.process.FileSystem.Type.DIRECTORY) {
        throw new Errno(Errno.Code.ENOTDIR);
      }
      if (who.isPresent()) {
        Rights.require(who.get(), inode, Rights.SEARCH);
      }
      if (name.equals("..")) {
        at = at.parent();
        continue;
      }
      Place next = step(at, inode, name);
      boolean last = names.stream().allMatch(String::isEmpty);
      if (next.find().orElse(null) instanceof Symlink link
          && (!last || follow || directory && !names.isEmpty())) {
        next = through(at, link, names);
      }
      at = next;
    }
    return at;
  }

  private Place through(Place at, Symlink link, Deque<String> rest) throws Errno {
    if (++links > MOST_LINKS) {
      throw new Errno(Errno.Code.ELOOP);
    }
    Place target = from(at, link.target(), true);
    if (!rest.isEmpty() && !target.exists()) {
      throw new Errno(Errno.Code.ENOENT);
    }
    return target;
  }

  private void enter(Volume volume) {
    if (who.isPresent() && !seen.contains(volume)) {
      seen.add(volume);
      if (volume.isDue()) {
        throw new VolumeDue(volume);
      }
    }
  }

  private Place step(Place at, Inode inode, String name) {
    String parent = at.path();
    String path = parent.equals("/") ? "/" + name : parent + "/" + name;
    Optional<Mounted> mounted = mounts.find(path);
    if (mounted.isPresent()) {
      enter(mounted.get().volume);
      return at.mounted(name, mounted.get());
    }
    Optional<Inode> found =
        switch (inode) {
          case Directory directory -> Optional.ofNullable(directory.entries.get(name));
          case Generated generated ->
              generated.entries().flatMap(all -> who.flatMap(asking -> all.find(name, asking)));
          case RegularFile _, Symlink _, Device _, Fifo _ -> Optional.<Inode>empty();
        };
    Instant made = mounts.root().root().modified;
    // The runtime makes the directories that lead to a mount.
    return at.child(
        name,
        found.isEmpty() && mounts.leadsTo(path)
            ? Optional.of(new Directory(2, true, 0755, 0, 0, made))
            : found);
  }
}
