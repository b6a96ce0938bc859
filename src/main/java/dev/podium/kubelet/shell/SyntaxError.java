package dev.podium.kubelet.shell;

/// Text that is no command.
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1;

  private final String token;
  private final int line;
  private final boolean incomplete;

  /// @param token what was not expected; `newline` and the empty text (for the end of the input)
  ///   have a meaning of their own
  /// @param incomplete whether more text might make it right
  SyntaxError(String token, int line, boolean incomplete) {
    super("syntax error near " + token, null, false, false);
    this.token = token;
    this.line = line;
    this.incomplete = incomplete;
  }

  String token() {
    return token;
  }

  int line() {
    return line;
  }

  boolean incomplete() {
    return incomplete;
  }
}
