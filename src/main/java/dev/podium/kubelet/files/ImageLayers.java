package dev.podium.kubelet.files;

import dev.podium.kubelet.image.FileTree;
import dev.podium.kubelet.image.FileTree.Content;
import dev.podium.kubelet.image.FileTree.Executable;
import dev.podium.kubelet.image.FileTree.Folder;
import dev.podium.kubelet.image.FileTree.Link;
import dev.podium.kubelet.process.Programs;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The trees of images, each made once, when the first container of an image looks at its files.
public final class ImageLayers {
  /// What a container may write above its image, in bytes.
  private static final long WRITABLE = 128 << 20;

  /// What may be written on a node's disk.
  private static final long NODE = 512 << 20;

  private final Disk disk;
  private final Instant built;
  private final Map<FileTree, Directory> roots = new ConcurrentHashMap<>();

  public ImageLayers(Disk disk) {
    this.disk = disk;
    this.built = disk.now();
  }

  /// The root of a new container: its image, and nothing above it yet.
  public Volume container(FileTree image) {
    Directory root = roots.computeIfAbsent(image, this::build);
    return new Volume(disk, "overlay", "overlay", WRITABLE, root);
  }

  /// The disk of a new node.
  public Volume node(FileTree image) {
    Directory root = roots.computeIfAbsent(image, this::build);
    return new Volume(disk, Volume.NODE, "ext4", NODE, root);
  }

  private Directory build(FileTree image) {
    Directory root = folder(0755, 0, 0);
    add(root, image);
    return root;
  }

  private void add(Directory root, FileTree tree) {
    tree.base().ifPresent(below -> add(root, below));
    tree.entries().forEach((path, entry) -> add(root, path, entry));
  }

  private void add(Directory root, String path, FileTree.Entry entry) {
    Directory at = root;
    String[] names = path.substring(1).split("/");
    for (int i = 0; i < names.length - 1; i++) {
      at = below(root, at, names[i]);
    }
    String name = names[names.length - 1];
    switch (entry) {
      case Folder f -> {
        if (at.entries.get(name) instanceof Directory present) {
          present.mode = f.mode();
        } else {
          at.entries.put(name, folder(f.mode(), f.uid(), f.gid()));
        }
      }
      case Content c -> at.entries.put(name, file(c.bytes(), c.mode(), c.uid(), c.gid()));
      case Executable e -> at.entries.put(name, file(Programs.executable(e.program()), 0755, 0, 0));
      case Link l ->
          at.entries.put(name, new Symlink(disk.nextInode(), true, 0, 0, built, l.target()));
    }
  }

  /// A directory of the image, through a link such as `/bin` where there is one.
  private Directory below(Directory root, Directory at, String name) {
    Inode there = at.entries.get(name);
    if (there instanceof Symlink link && at == root) {
      return below(root, below(root, root, "usr"), link.target().replaceFirst("^/?usr/", ""));
    }
    if (there instanceof Directory directory) {
      return directory;
    }
    Directory made = folder(0755, 0, 0);
    at.entries.put(name, made);
    return made;
  }

  private Directory folder(int mode, long uid, long gid) {
    return new Directory(disk.nextInode(), true, mode, uid, gid, built);
  }

  private RegularFile file(byte[] content, int mode, long uid, long gid) {
    return new RegularFile(disk.nextInode(), true, mode, uid, gid, built, content);
  }
}
