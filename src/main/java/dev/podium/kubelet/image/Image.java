package dev.podium.kubelet.image;

import java.util.List;

/// What the catalogue says of an image.
///
/// @param program which program its containers run
/// @param entrypoint what runs where the container gives no `command`
/// @param arguments what it is given where the container gives no `args`
/// @param size in bytes
/// @param ports on which its server listens
/// @param user the uid that its processes have
/// @param closed whether all of its commands are known, so that any other one cannot be found
/// @param log what its server writes when it begins
public record Image(
    String program,
    List<String> entrypoint,
    List<String> arguments,
    long size,
    List<Integer> ports,
    long user,
    boolean closed,
    List<String> log) {
  public Image {
    entrypoint = List.copyOf(entrypoint);
    arguments = List.copyOf(arguments);
    ports = List.copyOf(ports);
    log = List.copyOf(log);
  }
}
