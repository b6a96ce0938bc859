package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import java.util.Optional;

/// A command in the background.
///
/// @param number as `jobs` and `%1` count
/// @param group of its processes
/// @param text as it was typed
record Job(int number, Process.Child child, int group, String text) {
  Optional<Integer> exitCode() {
    return child.exitCode();
  }
}
