package dev.podium.webhooks;

/// A webhook that could not be asked; the message is what Go's HTTP client would say.
public final class WebhookFailure extends Exception {
  private static final long serialVersionUID = 1;

  WebhookFailure(String message) {
    super(message);
  }

  /// The message, which is always there.
  public String text() {
    return String.valueOf(getMessage());
  }
}
