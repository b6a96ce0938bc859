package dev.podium.kubelet.kernel;

import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.process.Confinement;
import dev.podium.kubelet.process.Variables;
import java.util.List;
import java.util.Map;

/// What a container is made from.
///
/// @param environment of all of its processes
/// @param directory that its processes begin in
/// @param credentials of all of its processes
public record ContainerSpec(
    Names names,
    Image image,
    List<Integer> ports,
    Map<String, String> environment,
    String directory,
    Credentials credentials,
    Confinement confinement,
    Input input) {
  public ContainerSpec {
    environment = Variables.of(environment);
    ports = List.copyOf(ports);
  }

  /// What it is called, and what the host is that it sees itself on.
  public record Names(String podNamespace, String podName, String container, String host) {}

  /// Whose its processes are.
  ///
  /// @param groups besides `gid`
  public record Credentials(long uid, long gid, List<Long> groups) {
    public static final Credentials ROOT = new Credentials(0, 0, List.of());

    public Credentials {
      groups = List.copyOf(groups);
    }
  }

  /// How its first process is talked to.
  ///
  /// @param open whether its standard input is open
  /// @param once whether it ends with the input of the first who attaches, unless it is a terminal
  public record Input(boolean open, boolean once, boolean terminal) {
    public static final Input NONE = new Input(false, false, false);
  }
}
