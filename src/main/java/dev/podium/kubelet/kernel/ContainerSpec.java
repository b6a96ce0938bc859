package dev.podium.kubelet.kernel;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.process.Variables;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a container is made from.
///
/// @param environment of all of its processes
/// @param directory that its processes begin in
/// @param groups besides `gid`
/// @param memoryLimit in bytes
public record ContainerSpec(
    String podNamespace,
    String podName,
    String name,
    String hostname,
    Image image,
    List<Integer> ports,
    Map<String, String> environment,
    String directory,
    long uid,
    long gid,
    List<Long> groups,
    OptionalLong memoryLimit,
    Input input) {
  public ContainerSpec {
    environment = Variables.of(environment);
    ports = List.copyOf(ports);
    groups = List.copyOf(groups);
  }

  /// How its first process is talked to.
  ///
  /// @param open whether its standard input is open
  /// @param once whether it ends with the first who attaches
  public record Input(boolean open, boolean once, boolean terminal) {
    public static final Input NONE = new Input(false, false, false);
  }
}
