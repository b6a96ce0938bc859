package dev.podium.kubelet.process;

import dev.podium.kubelet.image.Image;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// A running container, as the processes in it see it.
public interface Container {
  String hostname();

  Image image();

  String podName();

  String podNamespace();

  Instant started();

  /// In bytes; what all of its processes together may take.
  OptionalLong memoryLimit();

  /// For `ps` and `/proc`.
  List<ProcessInfo> processes();

  /// @param command as `ps` prints it
  record ProcessInfo(
      int pid, int parentPid, long uid, String command, Instant started, String state) {}
}
