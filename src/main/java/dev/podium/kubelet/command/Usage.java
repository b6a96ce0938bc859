package dev.podium.kubelet.command;

/// A command was called wrongly.
final class Usage extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int code;

  /// @param message whole, without a line end behind it
  Usage(String message, int code) {
    super(message, null, false, false);
    this.text = message;
    this.code = code;
  }

  String text() {
    return text;
  }

  int code() {
    return code;
  }

  /// What is said where an argument is missing.
  static Usage missing(Cli cli, String what) {
    return new Usage(
        cli.busybox()
            ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: "
                + cli.name()
                + " [OPTIONS] "
                + (what.equals("operand") ? "ARG..." : "FILE...")
            : cli.name()
                + ": missing "
                + what
                + "\nTry '"
                + cli.name()
                + " --help' for more information.",
        1);
  }
}
