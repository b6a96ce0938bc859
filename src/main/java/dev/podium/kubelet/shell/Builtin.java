package dev.podium.kubelet.shell;

import java.io.IOException;
import java.util.List;

/// A command that the shell does itself.
@FunctionalInterface
interface Builtin {
  /// @param words with its name in front
  /// @return its status
  int run(Shell shell, List<String> words) throws InterruptedException, IOException;
}
