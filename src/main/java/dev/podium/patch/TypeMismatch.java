package dev.podium.patch;

/// A value that its schema does not allow, so that nobody can say which fields it has.
final class TypeMismatch extends RuntimeException {
  private static final long serialVersionUID = 1;

  TypeMismatch(String message) {
    super(message, null, false, false);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
