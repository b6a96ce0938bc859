package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;

/// Whose commands a container has.
public final class Flavour {
  /// How what is built into shells words its complaints.
  public enum Wording {
    BUSYBOX,
    DASH,
    BASH
  }

  private Flavour() {}

  static Wording wording(Process process) {
    String name = Cli.baseName(process.arguments().isEmpty() ? "" : process.arguments().getFirst());
    if (isBusybox(process) && !name.equals("bash")) {
      return Wording.BUSYBOX;
    }
    return name.equals("sh") || name.equals("dash") ? Wording.DASH : Wording.BASH;
  }

  /// Whether they are busybox's, rather than GNU's.
  public static boolean isBusybox(Process process) {
    return process.container().image().isBusybox();
  }
}
