package dev.podium.kubelet;

import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.kubelet.pod.DiskUse;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import java.util.List;
import java.util.Optional;

/// What kubelets offer the API server about the containers that run: the way of `logs`, `exec`,
/// `attach` and `port-forward`. Safe for use by any thread.
public interface ContainerRuntime {
  /// What a container has written.
  ///
  /// @param previous of the run before the present or latest one
  Optional<ContainerLog> log(String namespace, String pod, String container, boolean previous);

  /// Why the kubelet of a node does not answer, in the words of who dials it; empty where it does.
  Optional<String> unreachable(String node);

  /// What a pod keeps on its node's disk; empty where no kubelet knows it.
  Optional<DiskUse> diskUse(String namespace, String pod);

  /// Runs a command in a running container.
  ///
  /// @param stdin whether anything is going to be written to it
  /// @throws RuntimeFailure in the words of a kubelet and its runtime
  Session exec(Target target, List<String> command, boolean stdin, boolean tty)
      throws RuntimeFailure;

  /// Joins the container's own process.
  Session attach(Target target, boolean stdin, boolean tty) throws RuntimeFailure;

  /// Connects to a port of a pod, from within its network namespace.
  Connection connect(String namespace, String pod, int port)
      throws ConnectFailure, RuntimeFailure, InterruptedException;

  /// Which container.
  record Target(String namespace, String pod, String container) {}

  /// What cannot be done.
  final class RuntimeFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public RuntimeFailure(String message) {
      this(message, 0);
    }

    public RuntimeFailure(String message, int exitCode) {
      super(message);
      this.exitCode = exitCode;
    }

    /// What a shell would give for a command that cannot be started, 126 or 127; 0 for every other
    /// failure.
    public int exitCode() {
      return exitCode;
    }
  }
}
