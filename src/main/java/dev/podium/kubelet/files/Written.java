package dev.podium.kubelet.files;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A volume whose files the kubelet writes, and writes anew when what they come from has changed:
/// all at once, by another directory behind the link `..data`.
///
/// Worked out when somebody looks, so that what nobody looks at costs nothing.
///
/// Upstream: pkg/volume/util/atomic_writer.go.
public final class Written {
  /// How long it takes at most until a change is seen. Upstream: --sync-frequency.
  private static final Duration PERIOD = Duration.ofSeconds(60);

  private static final String DATA = "..data";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'..'uuuu_MM_dd_HH_mm_ss.nnnnnnnnn").withZone(ZoneOffset.UTC);

  /// @param owner whose it is
  public record File(byte[] content, int mode, long owner) {
    boolean same(File other) {
      return mode == other.mode && owner == other.owner && Arrays.equals(content, other.content);
    }
  }

  private final Supplier<Map<String, File>> content;
  private final OptionalLong group;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, File> present = Map.of();
  private volatile Instant next = Instant.MIN;

  private Written(Supplier<Map<String, File>> content, OptionalLong group) {
    this.content = content;
    this.group = group;
  }

  /// @param content asked whenever a change may be seen: the files by their paths
  /// @param secret whether it is kept in memory only
  /// @param group that may read them too
  public static Volume volume(
      Disk disk, Supplier<Map<String, File>> content, boolean secret, OptionalLong group) {
    Volume volume =
        Volume.empty(
            disk, secret ? "tmpfs" : Volume.NODE, secret ? "tmpfs" : "ext4", Long.MAX_VALUE, 0777);
    group.ifPresent(gid -> volume.owned(02777, gid));
    Written written = new Written(content, group);
    volume.refreshes(() -> written.isDue(disk.now()), written::refresh);
    return volume;
  }

  private boolean isDue(Instant now) {
    return !now.isBefore(next);
  }

  private void refresh(Volume volume) {
    lock.lock();
    try {
      Instant now = volume.disk.now();
      if (!isDue(now)) {
        return;
      }
      Map<String, File> latest = content.get();
      if (next.equals(Instant.MIN) || !same(latest, present)) {
        write(volume, latest, now);
        present = latest;
      }
      next = now.plus(PERIOD);
    } finally {
      lock.unlock();
    }
  }

  private static boolean same(Map<String, File> a, Map<String, File> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(e -> e.getValue().same(b.getOrDefault(e.getKey(), e.getValue())));
  }

  private void write(Volume volume, Map<String, File> files, Instant now) {
    Disk disk = volume.disk;
    disk.lock().lock();
    try {
      Directory root = (Directory) volume.root();
      String stamp = STAMP.format(now);
      Directory data = directory(disk, now);
      Set<String> tops = new HashSet<>();
      files.forEach((path, file) -> {
        String[] names = path.split("/");
        Directory at = data;
        for (int i = 0; i < names.length - 1; i++) {
          Inode there = at.entries.computeIfAbsent(names[i], _ -> directory(disk, now));
          at = there instanceof Directory folder ? folder : at;
        }
        at.entries.put(names[names.length - 1], inode(disk, file, now));
        tops.add(names[0]);
      });
      root.entries.keySet().removeIf(name -> name.startsWith("..2") || !tops.contains(name));
      root.entries.put(stamp, data);
      root.entries.put(DATA, link(disk, stamp, now));
      for (String top : tops) {
        root.entries.computeIfAbsent(top, name -> link(disk, DATA + "/" + name, now));
      }
      root.modified = now;
    } finally {
      disk.lock().unlock();
    }
  }

  private RegularFile inode(Disk disk, File file, Instant now) {
    int mode = group.isPresent() ? file.mode() | 0440 : file.mode();
    return new RegularFile(
        disk.nextInode(), false, mode, file.owner(), group.orElse(0), now, file.content());
  }

  private Directory directory(Disk disk, Instant now) {
    return new Directory(
        disk.nextInode(), false, group.isPresent() ? 02755 : 0755, 0, group.orElse(0), now);
  }

  private static Symlink link(Disk disk, String target, Instant now) {
    return new Symlink(disk.nextInode(), false, 0, 0, now, target);
  }
}
