package dev.podium.cel;

/// An expression that does not compile; the message is `compilation failed: ERROR: <input>:1:5: …`,
/// with the place marked below.
public final class CelCompileException extends Exception {
  private static final long serialVersionUID = 1;

  CelCompileException(String message) {
    super(message);
  }

  /// The message, which is always there.
  public String text() {
    return String.valueOf(getMessage());
  }

  /// The message without the words that introduce it.
  public String issues() {
    return text().replaceFirst("^compilation failed: ", "");
  }
}
