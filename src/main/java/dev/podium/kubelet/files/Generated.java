package dev.podium.kubelet.files;

import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.kubelet.process.Process;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A file or directory that is worked out when somebody looks, as those of `/proc` are.
final class Generated extends Inode {
  /// What is in a directory, for who asks.
  interface Entries {
    List<String> names(Process asking);

    Optional<Inode> find(String name, Process asking);
  }

  private final Optional<Entries> entries;
  private final Function<Process, String> text;

  private Generated(int mode, Optional<Entries> entries, Function<Process, String> text) {
    super(1, true, mode, 0, 0, Instant.EPOCH);
    this.entries = entries;
    this.text = text;
  }

  static Generated file(Function<Process, String> text) {
    return new Generated(0444, Optional.empty(), text);
  }

  static Generated directory(Entries entries) {
    return new Generated(0555, Optional.of(entries), _ -> "");
  }

  /// A directory of what is always there.
  static Generated directory(Map<String, Supplier<Inode>> fixed) {
    Map<String, Supplier<Inode>> all = new LinkedHashMap<>(fixed);
    return directory(
        new Entries() {
          @Override
          public List<String> names(Process asking) {
            return all.keySet().stream().sorted().toList();
          }

          @Override
          public Optional<Inode> find(String name, Process asking) {
            return Optional.ofNullable(all.get(name)).map(Supplier::get);
          }
        });
  }

  Optional<Entries> entries() {
    return entries;
  }

  byte[] content(Process asking) {
    return text.apply(asking).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  Type type() {
    return entries.isPresent() ? Type.DIRECTORY : Type.FILE;
  }

  @Override
  long size() {
    return 0;
  }

  @Override
  Generated thaw() {
    return this;
  }
}
