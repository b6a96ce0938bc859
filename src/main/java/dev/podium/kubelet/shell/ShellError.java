package dev.podium.kubelet.shell;

/// Something that ends a command, and a script with it, such as `${x:?}` of an unset variable.
final class ShellError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int status;

  /// @param message without the shell's name in front
  ShellError(String message, int status) {
    super(message, null, false, false);
    this.text = message;
    this.status = status;
  }

  /// Without the shell's name in front.
  String text() {
    return text;
  }

  int status() {
    return status;
  }
}
