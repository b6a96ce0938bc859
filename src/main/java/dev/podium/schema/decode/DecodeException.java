package dev.podium.schema.decode;

/// A text or a tree is no object of its type; the message is Go's.
///
/// Whoever asked decides what it means: a 400 for a request's body, a 422 for the result of a
/// patch.
public final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DecodeException(String message) {
    super(message, null, false, false);
  }

  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
