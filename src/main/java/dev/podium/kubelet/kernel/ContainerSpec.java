package dev.podium.kubelet.kernel;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Variables;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a container is made from.
///
/// @param environment of all of its processes
/// @param directory that its processes begin in
/// @param groups besides `gid`
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
    Confinement confinement,
    Input input) {
  public ContainerSpec {
    environment = Variables.of(environment);
    ports = List.copyOf(ports);
    groups = List.copyOf(groups);
  }

  /// Confined by nothing but its memory.
  public ContainerSpec(
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
    this(
        podNamespace,
        podName,
        name,
        hostname,
        image,
        ports,
        environment,
        directory,
        uid,
        gid,
        groups,
        Confinement.ofMemory(memoryLimit),
        input);
  }

  /// How its first process is talked to.
  ///
  /// @param open whether its standard input is open
  /// @param once whether it ends with the first who attaches
  public record Input(boolean open, boolean once, boolean terminal) {
    public static final Input NONE = new Input(false, false, false);
  }
}
