package dev.podium.kubelet.files;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Type;
import java.util.List;

/// Finds the part of a volume that is to be mounted, and makes it where it may.
public final class Part {
  /// What has to be there.
  public enum Demand {
    /// Whatever there is, or a new directory.
    ANYTHING,
    DIRECTORY,
    FILE,
    DIRECTORY_OR_CREATE,
    FILE_OR_CREATE
  }

  private Part() {}

  /// @param at where it is mounted
  /// @param path within the volume
  /// @param mode of directories that are made
  /// @throws Errno where it is not there, or is something else
  public static Mounted of(
      String at, Volume volume, String path, Demand demand, int mode, boolean readOnly)
      throws Errno {
    volume.refresh();
    volume.disk.lock().lock();
    try {
      Walk walk = new Walk(new MountTable(List.of(Mounted.whole("/", volume, false))));
      Place place = existing(walk, volume, path, demand, mode);
      Inode inode = place.inode();
      boolean directory = inode.type() == Type.DIRECTORY;
      switch (demand) {
        case ANYTHING -> {}
        case DIRECTORY, DIRECTORY_OR_CREATE -> {
          if (!directory) {
            throw new Errno(Errno.Code.ENOTDIR);
          }
        }
        case FILE, FILE_OR_CREATE -> {
          if (directory) {
            throw new Errno(Errno.Code.EISDIR);
          }
        }
      }
      return Mounted.part(at, volume, readOnly, place.writable());
    } finally {
      volume.disk.lock().unlock();
    }
  }

  private static Place existing(Walk walk, Volume volume, String path, Demand demand, int mode)
      throws Errno {
    String reached = "";
    String[] names = path.replaceAll("^/+|/+$", "").split("/+");
    for (int i = 0; i < names.length; i++) {
      reached = reached + "/" + names[i];
      Place place = walk.to(reached, true);
      if (!place.exists()) {
        boolean file = i == names.length - 1 && demand == Demand.FILE_OR_CREATE;
        boolean given =
            demand == Demand.DIRECTORY
                || demand == Demand.FILE
                || demand == Demand.FILE_OR_CREATE && !file;
        if (given) {
          throw new Errno(Errno.Code.ENOENT);
        }
        volume.take(Disk.INODE);
        place.writableParent().entries.put(names[i], made(volume.disk, file, mode));
      }
    }
    return walk.to(reached, true);
  }

  private static Inode made(Disk disk, boolean file, int mode) {
    return file
        ? new RegularFile(disk.nextInode(), false, 0644, 0, 0, disk.now(), RegularFile.NOTHING)
        : new Directory(disk.nextInode(), false, mode, 0, 0, disk.now());
  }
}
