package dev.podium.kubelet.command;

import java.io.IOException;

/// What a command does, once it has been called.
@FunctionalInterface
interface Tool {
  /// @return the exit code
  /// @throws Usage where it was called wrongly
  int run(Cli cli) throws IOException, InterruptedException;
}
