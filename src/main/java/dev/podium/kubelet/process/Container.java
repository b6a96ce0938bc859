package dev.podium.kubelet.process;

import dev.podium.kubelet.image.Image;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A running container, as the processes in it see it.
public interface Container {
  String hostname();

  Image image();

  String podName();

  String podNamespace();

  /// Its name within the pod.
  String name();

  /// The ports that its spec declares.
  List<Integer> ports();

  Instant started();

  /// As it is now.
  Confinement confinement();

  /// In bytes; what all of its processes together may take.
  default OptionalLong memoryLimit() {
    return confinement().memoryLimit();
  }

  /// In bytes, as its processes say by [Process#allocate].
  long memoryUsed();

  /// For `ps` and `/proc`: those that it sees, in order of their ids.
  List<ProcessInfo> processes();

  default Optional<Process> process(int pid) {
    return processes().stream()
        .filter(info -> info.pid() == pid)
        .findFirst()
        .flatMap(ProcessInfo::live);
  }

  /// @param arguments with the program's name in front
  /// @param state `R` or `S`
  /// @param live the process itself, as long as it is there
  record ProcessInfo(
      int pid,
      int parentPid,
      long uid,
      List<String> arguments,
      Instant started,
      String state,
      Optional<Process> live) {
    /// As `ps` prints it.
    public String command() {
      return String.join(" ", arguments);
    }
  }
}
