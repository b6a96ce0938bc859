package dev.podium.kubelet.files;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is mounted where in one container; does not change. The root is among it.
public final class MountTable {
  private final Map<String, Mounted> byPath = new LinkedHashMap<>();

  /// @param mounts the root first; of two at one place the later one counts
  public MountTable(List<Mounted> mounts) {
    mounts.forEach(mount -> byPath.put(mount.path, mount));
  }

  public Mounted root() {
    return find("/").orElseThrow();
  }

  /// What was written over the image is gone, and what the container had of `/dev`.
  public void close() {
    root().volume().close();
    find("/dev").ifPresent(mount -> mount.volume().close());
  }

  Optional<Mounted> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  Collection<Mounted> all() {
    return byPath.values();
  }

  /// Whether something is mounted somewhere below a path.
  boolean leadsTo(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    return byPath.keySet().stream().anyMatch(at -> at.startsWith(prefix) && !at.equals(path));
  }

  /// The names of what is mounted, or leads to a mount, right in a directory.
  List<String> namesIn(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    return byPath.keySet().stream()
        .filter(at -> at.startsWith(prefix) && at.length() > prefix.length())
        .map(at -> at.substring(prefix.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }
}
