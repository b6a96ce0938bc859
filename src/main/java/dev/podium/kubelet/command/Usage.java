package dev.podium.kubelet.command;

/// A command was called wrongly.
final class Usage extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /// @param message whole, without a line end behind it
  Usage(String message, int code) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
