package dev.podium.kubelet.image;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the catalogue says of an image.
///
/// @param name as people write it, without tag and digest
/// @param family whose commands are in it: `busybox`, `alpine`, `debian`, `ubuntu`, `rhel`, `none`
/// @param entrypoint what runs where the container gives no `command`
/// @param arguments what it is given where the container gives no `args`
/// @param size in bytes
/// @param ports on which its server listens
/// @param user the uid that its processes have
/// @param group the gid that they have
/// @param closed whether all of its commands are known, so that any other one cannot be found
/// @param environment the variables that it sets
/// @param directory that its processes begin in
/// @param stopSignal as `SIGTERM`
/// @param startup how long its server takes before it listens
/// @param log what its server writes when it begins
/// @param settings what its programs want to know besides
public record Image(
    String name,
    String tag,
    String family,
    List<String> entrypoint,
    List<String> arguments,
    long size,
    List<Integer> ports,
    long user,
    long group,
    boolean closed,
    Map<String, String> environment,
    String directory,
    String stopSignal,
    Duration startup,
    List<String> log,
    Map<String, String> settings,
    FileTree files) {
  /// The program of what is there and answers, of whatever image.
  public static final String SERVER = "server";

  /// Whether its commands are busybox's, rather than GNU's.
  public boolean isBusybox() {
    return files.has("/bin/busybox");
  }

  public Image {
    entrypoint = List.copyOf(entrypoint);
    arguments = List.copyOf(arguments);
    ports = List.copyOf(ports);
    environment = Map.copyOf(environment);
    log = List.copyOf(log);
    settings = Map.copyOf(settings);
  }
}
