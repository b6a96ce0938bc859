package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;

/// Whose commands a container has.
public final class Flavour {
  private Flavour() {}

  /// Whether they are busybox's, rather than GNU's.
  public static boolean isBusybox(Process process) {
    return process.files().exists("/bin/busybox");
  }
}
