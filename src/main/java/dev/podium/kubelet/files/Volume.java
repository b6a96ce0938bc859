package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A tree of files that can be mounted somewhere, or several times, with the space that it takes.
/// Guarded by the lock of its [Disk].
public final class Volume implements AutoCloseable {
  /// The disk of a node.
  static final String NODE = "/dev/sda1";

  private static final long FILE = 1 << 20;
  private static final Consumer<Volume> SETTLED = _ -> {};

  final Disk disk;
  private final String source;
  private final String type;
  private final long limit;
  private Inode root;
  private long used;
  private BooleanSupplier due = () -> false;
  private Consumer<Volume> refresh = SETTLED;

  /// @param source for `mount` and `df`
  /// @param type of the file system
  /// @param limit in bytes
  Volume(Disk disk, String source, String type, long limit, Inode root) {
    this.disk = disk;
    this.source = source;
    this.type = type;
    this.limit = limit;
    this.root = root;
  }

  /// An empty one.
  ///
  /// @param mode of its root
  public static Volume empty(Disk disk, String source, String type, long limit, int mode) {
    return new Volume(
        disk, source, type, limit, new Directory(disk.nextInode(), false, mode, 0, 0, disk.now()));
  }

  /// A single file, which takes nothing of what there is.
  public static Volume file(Disk disk, String text, int mode) {
    return new Volume(
        disk,
        NODE,
        "ext4",
        FILE,
        new RegularFile(
            disk.nextInode(),
            false,
            mode,
            0,
            0,
            disk.now(),
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /// @param when whether its files may have to be written anew
  /// @param before called then, without the lock, before anybody looks
  void refreshes(BooleanSupplier when, Consumer<Volume> before) {
    due = when;
    refresh = before;
  }

  boolean isDue() {
    return due.getAsBoolean();
  }

  void refresh() {
    refresh.accept(this);
  }

  Inode root() {
    return root;
  }

  /// Gives its root another mode and group.
  public Volume owned(int mode, long gid) {
    disk.lock().lock();
    try {
      root.mode = mode;
      root.gid = gid;
      return this;
    } finally {
      disk.lock().unlock();
    }
  }

  void root(Inode inode) {
    root = inode;
  }

  String source() {
    return source;
  }

  String type() {
    return type;
  }

  long limit() {
    return limit;
  }

  /// In bytes.
  public long used() {
    disk.lock().lock();
    try {
      return used;
    } finally {
      disk.lock().unlock();
    }
  }

  /// With the lock held.
  void take(long bytes) throws Errno {
    if (used + bytes > limit) {
      throw new Errno(Errno.Code.ENOSPC);
    }
    disk.take(bytes);
    used += bytes;
  }

  /// With the lock held.
  void giveBack(long bytes) {
    long given = Math.min(bytes, used);
    used -= given;
    disk.giveBack(given);
  }

  /// Its space is free again.
  @Override
  public void close() {
    disk.lock().lock();
    try {
      disk.giveBack(used);
      used = 0;
      root = new Directory(0, false, 0755, 0, 0, disk.now());
    } finally {
      disk.lock().unlock();
    }
  }
}
