package dev.podium.kubelet.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/// The files that a process sees: its container's image below, what was written above it, and the
/// volumes mounted into it. All in memory; safe for use by any thread.
public interface FileSystem {
  /// Kinds of files.
  enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    CHARACTER_DEVICE,
    FIFO
  }

  /// @param mode the permission bits, such as 0644
  /// @param target of a symbolic link, else empty
  record Stat(
      long inode,
      Type type,
      int mode,
      int links,
      long uid,
      long gid,
      long size,
      Instant modified,
      String target) {}

  /// How a file is opened for writing.
  enum Open {
    TRUNCATE,
    APPEND,
    CREATE_NEW
  }

  /// @param mountPoint where it is mounted
  record Mount(String source, String mountPoint, String type, boolean readOnly) {}

  /// Follows symbolic links.
  Stat stat(String path) throws Errno;

  /// Looks at a symbolic link itself.
  Stat linkStat(String path) throws Errno;

  default boolean exists(String path) {
    try {
      stat(path);
      return true;
    } catch (Errno _) {
      return false;
    }
  }

  /// Waits for a writer where it is a pipe.
  InputStream read(String path) throws Errno;

  /// Waits for a reader where it is a pipe.
  ///
  /// @param mode for a file that is made, less what the process keeps back by its umask
  OutputStream write(String path, Open how, int mode) throws Errno;

  default byte[] bytes(String path) throws java.io.IOException {
    try (InputStream in = read(path)) {
      return in.readAllBytes();
    }
  }

  /// The names in a directory, sorted, without `.` and `..`.
  List<String> list(String path) throws Errno;

  void makeDirectory(String path, int mode) throws Errno;

  /// Makes a pipe with a name.
  void makePipe(String path, int mode) throws Errno;

  /// Removes a file or a symbolic link.
  void remove(String path) throws Errno;

  void removeDirectory(String path) throws Errno;

  void rename(String from, String to) throws Errno;

  void symlink(String target, String path) throws Errno;

  void link(String existing, String path) throws Errno;

  void changeMode(String path, int mode) throws Errno;

  void changeOwner(String path, long uid, long gid) throws Errno;

  void touch(String path, Instant modified) throws Errno;

  /// Absolute, without links, `.` and `..`.
  String realPath(String path) throws Errno;

  List<Mount> mounts();

  /// Bytes that the container has written above its image, for `df` and limits.
  long used();
}
