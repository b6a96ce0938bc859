package dev.podium.kubelet.process;

import java.io.IOException;

/// What a process executes. One instance serves any number of processes and keeps nothing of them.
public sealed interface Program {
  /// A program that works until it is done, on a virtual thread of its own.
  @FunctionalInterface
  non-sealed interface Command extends Program {
    /// @return the exit code
    /// @throws InterruptedException when the process is killed; to be passed on
    /// @throws IOException what nobody handled: the process says so on stderr and ends with 1
    int run(Process self) throws InterruptedException, IOException;
  }

  /// A program that is there for others: it listens and answers, and holds no thread meanwhile.
  @FunctionalInterface
  non-sealed interface Service extends Program {
    /// Returns once it listens; the process goes on until a signal or [Process#exit] ends it.
    ///
    /// @throws InterruptedException when the process is killed; to be passed on
    void start(Process self) throws InterruptedException, IOException;
  }
}
