package dev.podium.kubelet.files;

/// Where a volume, or a part of it, is mounted.
///
/// Where it is the whole volume, its root is the volume's at any time.
public final class Mounted {
  final String path;
  final Volume volume;
  final boolean readOnly;
  private final boolean whole;
  private Inode part;

  private Mounted(String path, Volume volume, boolean readOnly, boolean whole, Inode part) {
    this.path = path;
    this.volume = volume;
    this.readOnly = readOnly;
    this.whole = whole;
    this.part = part;
  }

  /// @param path absolute, without `.`, `..` and a slash at its end
  public static Mounted whole(String path, Volume volume, boolean readOnly) {
    return new Mounted(path, volume, readOnly, true, volume.root());
  }

  static Mounted part(String path, Volume volume, boolean readOnly, Inode part) {
    return new Mounted(path, volume, readOnly, false, part);
  }

  public Volume volume() {
    return volume;
  }

  Inode root() {
    return whole ? volume.root() : part;
  }

  void root(Inode thawed) {
    if (whole) {
      volume.root(thawed);
    } else {
      part = thawed;
    }
  }
}
