package dev.podium;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.Session;
import dev.podium.kubelet.program.ContainerLog;
import dev.podium.network.Connection;
import java.util.List;
import java.util.Optional;

/// Says honestly that commands and connections in containers are not simulated.
final class NoRuntime implements ContainerRuntime {
  @Override
  public Optional<ContainerLog> log(
      String namespace, String pod, String container, boolean previous) {
    return Optional.empty();
  }

  @Override
  public Session exec(Target target, List<String> command, boolean stdin, boolean tty)
      throws RuntimeFailure {
    throw new RuntimeFailure("podium: commands in containers are not simulated yet");
  }

  @Override
  public Session attach(Target target, boolean stdin, boolean tty) throws RuntimeFailure {
    throw new RuntimeFailure("podium: attaching to containers is not simulated yet");
  }

  @Override
  public Connection connect(String namespace, String pod, int port) throws RuntimeFailure {
    throw new RuntimeFailure("podium: connections to containers are not simulated yet");
  }
}
