package dev.podium.kubelet.files;

import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.process.Capability;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.Process;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// The files of a container as one of its processes sees them, with its rights and from its working
/// directory.
public final class FileView implements FileSystem {
  private static final int PERMISSIONS = 07777;

  private final MountTable mounts;
  private final Process who;
  private final ReentrantLock lock;

  public FileView(MountTable mounts, Process who) {
    this.mounts = mounts;
    this.who = who;
    this.lock = mounts.root().volume.disk.lock();
  }

  /// One or more steps on files, made with the lock held; changes nothing before it has walked to
  /// whatever it changes.
  private interface Work<T> {
    T run(Walk walk) throws Errno;
  }

  /// A volume whose files come from elsewhere is written when somebody first comes to it: without
  /// the lock, since that asks others, and then the work begins once more.
  private <T> T locked(Work<T> work) throws Errno {
    List<Volume> seen = new ArrayList<>(2);
    while (true) {
      try {
        return attempt(work, seen);
      } catch (Walk.VolumeDue due) {
        due.volume().refresh();
      }
    }
  }

  private <T> T attempt(Work<T> work, List<Volume> seen) throws Errno {
    lock.lock();
    try {
      return work.run(new Walk(mounts, who, seen));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Stat stat(String path) throws Errno {
    return locked(walk -> walk.to(path, true).inode().stat());
  }

  @Override
  public Stat linkStat(String path) throws Errno {
    return locked(walk -> walk.to(path, false).inode().stat());
  }

  @Override
  public InputStream read(String path) throws Errno {
    Inode found =
        locked(walk -> {
          Inode inode = walk.to(path, true).inode();
          Rights.require(who, inode, Rights.READ);
          return inode;
        });
    // Without the lock: some wait for others.
    return switch (found) {
      case RegularFile file -> new FileInput(lock, file);
      case Generated generated when generated.entries().isEmpty() ->
          new java.io.ByteArrayInputStream(generated.content(who));
      case Device device -> Devices.read(device, who);
      case Fifo fifo -> fifo.pipe.openSource();
      case Directory _, Generated _, Symlink _ -> throw new Errno(Errno.Code.EISDIR);
    };
  }

  @Override
  public OutputStream write(String path, Open how, int mode) throws Errno {
    Opened opened = open(path, how, mode);
    // Without the lock: it waits for a reader.
    return opened.fifo().isPresent() ? opened.fifo().get().pipe.openSink() : opened.file();
  }

  /// What is written to: a file, or a pipe that is still to be opened.
  private record Opened(OutputStream file, Optional<Fifo> fifo) {
    Opened(OutputStream file) {
      this(file, Optional.empty());
    }
  }

  private Opened open(String path, Open how, int mode) throws Errno {
    return locked(walk -> {
      Place place = walk.to(path, true);
      if (!place.exists()) {
        return new Opened(
            new FileOutput(place.mount().volume, create(place, mode), how == Open.APPEND));
      }
      if (how == Open.CREATE_NEW) {
        throw new Errno(Errno.Code.EEXIST);
      }
      Inode inode = place.inode();
      if (inode.type() == Type.DIRECTORY) {
        throw new Errno(Errno.Code.EISDIR);
      }
      if (inode instanceof Device device) {
        Rights.require(who, inode, Rights.WRITE);
        return new Opened(Devices.write(device, who));
      }
      if (inode instanceof Fifo fifo) {
        Rights.require(who, inode, Rights.WRITE);
        return new Opened(Nowhere.output(), Optional.of(fifo));
      }
      if (place.mount().readOnly) {
        throw new Errno(Errno.Code.EROFS);
      }
      Rights.require(who, inode, Rights.WRITE);
      if (!(place.writable() instanceof RegularFile file)) {
        throw new Errno(Errno.Code.EACCES);
      }
      if (how == Open.TRUNCATE) {
        file.truncate(place.mount().volume);
        file.modified = place.mount().volume.disk.now();
      }
      return new Opened(new FileOutput(place.mount().volume, file, how == Open.APPEND));
    });
  }

  private RegularFile create(Place place, int mode) throws Errno {
    return add(
        place,
        new RegularFile(
            number(place),
            false,
            created(mode),
            who.uid(),
            who.gid(),
            now(place),
            RegularFile.NOTHING));
  }

  private static long number(Place place) {
    return place.mount().volume.disk.nextInode();
  }

  private static Instant now(Place place) {
    return place.mount().volume.disk.now();
  }

  private <T extends Inode> T add(Place place, T inode) throws Errno {
    if (place.exists()) {
      throw new Errno(Errno.Code.EEXIST);
    }
    Directory parent = changeable(place);
    place.mount().volume.take(Disk.INODE);
    // A directory with the set-group-ID bit hands its group on.
    if ((parent.mode & 02000) != 0) {
      inode.gid = parent.gid;
      inode.mode |= inode instanceof Directory ? 02000 : 0;
    }
    parent.entries.put(place.name(), inode);
    parent.modified = now(place);
    return inode;
  }

  private Directory changeable(Place place) throws Errno {
    if (place.mount().readOnly) {
      throw new Errno(Errno.Code.EROFS);
    }
    Rights.require(who, place.parent().inode(), Rights.WRITE | Rights.SEARCH);
    return place.writableParent();
  }

  /// In a directory with the sticky bit only the owner removes a file.
  private Directory removable(Place place) throws Errno {
    Inode inode = place.inode();
    Directory parent = changeable(place);
    boolean sticky = (parent.mode & 01000) != 0;
    if (sticky
        && who.uid() != inode.uid
        && who.uid() != parent.uid
        && !who.may(Capability.FOWNER)) {
      throw new Errno(Errno.Code.EPERM);
    }
    return parent;
  }

  @Override
  public List<String> list(String path) throws Errno {
    return locked(walk -> {
      Place place = walk.to(path, true);
      Inode inode = place.inode();
      if (inode.type() != Type.DIRECTORY) {
        throw new Errno(Errno.Code.ENOTDIR);
      }
      Rights.require(who, inode, Rights.READ);
      TreeSet<String> names = new TreeSet<>(mounts.namesIn(place.path()));
      if (inode instanceof Directory directory) {
        names.addAll(directory.entries.keySet());
      } else if (inode instanceof Generated generated) {
        generated.entries().ifPresent(entries -> names.addAll(entries.names(who)));
      }
      return new ArrayList<>(names);
    });
  }

  @Override
  public void makeDirectory(String path, int mode) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, false);
      return add(
          place,
          new Directory(number(place), false, created(mode), who.uid(), who.gid(), now(place)));
    });
  }

  @Override
  public void makePipe(String path, int mode) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, false);
      return add(place, new Fifo(number(place), created(mode), who.uid(), who.gid(), now(place)));
    });
  }

  /// The permissions of something new, without those that the process keeps back.
  private int created(int mode) {
    return mode & PERMISSIONS & ~who.umask();
  }

  @Override
  public void remove(String path) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, false);
      if (place.inode().type() == Type.DIRECTORY) {
        throw new Errno(Errno.Code.EISDIR);
      }
      removable(place).entries.remove(place.name());
      unlink(place);
      return place;
    });
  }

  private static void unlink(Place place) throws Errno {
    Inode inode = place.inode();
    if (inode instanceof Fifo fifo) {
      fifo.pipe.unname();
    }
    if (!inode.frozen && --inode.links <= 0) {
      place
          .mount()
          .volume
          .giveBack(Disk.INODE + (inode instanceof RegularFile file ? file.size() : 0));
    }
    place.parent().inode().modified = now(place);
  }

  @Override
  public void removeDirectory(String path) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, false);
      if (place.inode().type() != Type.DIRECTORY) {
        throw new Errno(Errno.Code.ENOTDIR);
      }
      if (mounts.leadsTo(place.path())) {
        throw new Errno(Errno.Code.EBUSY);
      }
      if (place.inode() instanceof Directory directory && !directory.entries.isEmpty()) {
        throw new Errno(Errno.Code.ENOTEMPTY);
      }
      removable(place).entries.remove(place.name());
      unlink(place);
      return place;
    });
  }

  @Override
  public void rename(String from, String to) throws Errno {
    locked(walk -> {
      Place source = walk.to(from, false);
      Inode inode = source.inode();
      Place target = walk.to(to, false);
      if (source.mount().volume != target.mount().volume || source.isMount() || target.isMount()) {
        throw new Errno(source.isMount() || target.isMount() ? Errno.Code.EBUSY : Errno.Code.EXDEV);
      }
      if (target.path().startsWith(source.path() + "/")) {
        throw new Errno(Errno.Code.EINVAL);
      }
      if (target.find().filter(there -> there == inode).isPresent()) {
        return target;
      }
      if (target.exists()) {
        replaceable(inode, target.inode());
      }
      removable(source);
      // Copying the way to the source may have copied the way to the target as well.
      Place fresh = walk.to(to, false);
      Directory parent = fresh.exists() ? removable(fresh) : changeable(fresh);
      if (fresh.exists()) {
        unlink(fresh);
      }
      Directory old = (Directory) walk.to(from, false).parent().inode();
      old.entries.remove(source.name());
      parent.entries.put(fresh.name(), inode);
      parent.modified = now(target);
      old.modified = now(target);
      return target;
    });
  }

  private static void replaceable(Inode moved, Inode there) throws Errno {
    boolean directory = moved.type() == Type.DIRECTORY;
    if (there.type() == Type.DIRECTORY != directory) {
      throw new Errno(directory ? Errno.Code.ENOTDIR : Errno.Code.EISDIR);
    }
    if (there instanceof Directory old && !old.entries.isEmpty()) {
      throw new Errno(Errno.Code.ENOTEMPTY);
    }
  }

  @Override
  public void symlink(String target, String path) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, false);
      return add(
          place, new Symlink(number(place), false, who.uid(), who.gid(), now(place), target));
    });
  }

  @Override
  public void link(String existing, String path) throws Errno {
    locked(walk -> {
      Place source = walk.to(existing, false);
      if (source.inode().type() == Type.DIRECTORY) {
        throw new Errno(Errno.Code.EPERM);
      }
      Place target = walk.to(path, false);
      if (source.mount().volume != target.mount().volume) {
        throw new Errno(Errno.Code.EXDEV);
      }
      Inode inode = source.writable();
      add(walk.to(path, false), inode);
      inode.links++;
      return inode;
    });
  }

  @Override
  public void changeMode(String path, int mode) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, true);
      Rights.requireOwner(who, place.inode());
      Inode inode = place.writable();
      inode.mode = mode & PERMISSIONS;
      return inode;
    });
  }

  @Override
  public void changeOwner(String path, long uid, long gid) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, true);
      Inode before = place.inode();
      boolean ownGroup = uid == before.uid && (gid == who.gid() || who.groups().contains(gid));
      if (!who.may(Capability.CHOWN) && !(before.uid == who.uid() && ownGroup)) {
        throw new Errno(Errno.Code.EPERM);
      }
      Inode inode = place.writable();
      inode.uid = uid;
      inode.gid = gid;
      return inode;
    });
  }

  @Override
  public void touch(String path, Instant modified) throws Errno {
    locked(walk -> {
      Place place = walk.to(path, true);
      if (!Rights.has(who, place.inode(), Rights.WRITE)) {
        Rights.requireOwner(who, place.inode());
      }
      Inode inode = place.writable();
      inode.modified = modified;
      return inode;
    });
  }

  @Override
  public String realPath(String path) throws Errno {
    return locked(walk -> {
      Place place = walk.to(path, true);
      place.inode();
      return place.path();
    });
  }

  @Override
  public List<Mount> mounts() {
    return mounts.all().stream()
        .map(mount ->
            new Mount(mount.volume.source(), mount.path, mount.volume.type(), mount.readOnly))
        .toList();
  }

  @Override
  public long used() {
    return mounts.root().volume.used();
  }
}
