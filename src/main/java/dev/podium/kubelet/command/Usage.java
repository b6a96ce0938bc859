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
}
