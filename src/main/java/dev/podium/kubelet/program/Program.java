package dev.podium.kubelet.program;

/// What is run in containers: turns a command line into a process.
@FunctionalInterface
public interface Program {
  /// @throws StartFailure where there is no such command
  ContainerProcess start(Launch launch) throws StartFailure;

  /// The runtime could not start a container.
  final class StartFailure extends Exception {
    private static final long serialVersionUID = 1;

    public StartFailure(String message) {
      super(message);
    }
  }
}
