package dev.podium.kubelet.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The files of an image: those of another one below, and its own. Equal only to itself.
public final class FileTree {
  /// What a path leads to.
  public sealed interface Entry {}

  public record Folder(int mode, long uid, long gid) implements Entry {}

  public record Content(byte[] bytes, int mode, long uid, long gid) implements Entry {}

  /// @param program which program the executable runs
  public record Executable(String program) implements Entry {}

  public record Link(String target) implements Entry {}

  private final Optional<FileTree> base;
  private final Map<String, Entry> entries;

  /// @param entries by absolute path; the directories above are made where they are not named
  FileTree(Optional<FileTree> base, Map<String, Entry> entries) {
    this.base = base;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  public Optional<FileTree> base() {
    return base;
  }

  public Map<String, Entry> entries() {
    return entries;
  }

  /// Whether there is something at a path, links aside.
  boolean has(String path) {
    return entries.containsKey(path) || base.filter(below -> below.has(path)).isPresent();
  }

  /// Whether a command of this name is where `PATH` leads.
  boolean hasCommand(String name) {
    return java.util.stream.Stream.of(
            "/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/")
        .anyMatch(folder -> has(folder + name));
  }
}
