package dev.podium.admission.webhook;

/// A webhook could not be asked, or its answer was no answer.
final class HookFailure extends Exception {
  private static final long serialVersionUID = 1;

  HookFailure(String message) {
    super(message);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
