package dev.podium.kubelet.kernel;

import dev.podium.kubelet.process.Signal;
import java.util.Optional;

/// The processes that one which was started from outside of its container leads (setsid(2)), with
/// the terminal that they may have in common.
final class Session {
  private final PidNamespace processes;
  private volatile Optional<Task> leader = Optional.empty();

  Session(PidNamespace processes) {
    this.processes = processes;
  }

  /// Empty until it has been started.
  Optional<Task> leader() {
    return leader;
  }

  void leadBy(Task task) {
    leader = Optional.of(task);
  }

  /// Sends what a terminal sends to the processes in its foreground; when it hangs up, to all of
  /// its own.
  ///
  /// @param foreground a group; 0 for the leader's
  void signal(int foreground, Signal signal) {
    leader.ifPresent(first -> signal(first, foreground, signal));
  }

  private void signal(Task first, int foreground, Signal signal) {
    int group = foreground == 0 ? first.group() : foreground;
    boolean all = signal == Signal.HUP;
    processes.deliver(
        task -> all ? task.terminal().equals(first.terminal()) : task.group() == group, signal);
  }
}
