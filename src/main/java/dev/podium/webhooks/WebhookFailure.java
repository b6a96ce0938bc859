package dev.podium.webhooks;

/// A webhook that could not be asked; the message is what Go's HTTP client would say.
public final class WebhookFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean asked;

  /// That it was asked in vain.
  WebhookFailure(String message) {
    this(message, true);
  }

  private WebhookFailure(String message, boolean asked) {
    super(message);
    this.asked = asked;
  }

  /// That nothing could be asked at all, by what its configuration says.
  static WebhookFailure unusable(String why) {
    return new WebhookFailure("could not get REST client: " + why, false);
  }

  /// Whether the call itself failed.
  public boolean isOfCall() {
    return asked;
  }

  /// The message, which is always there.
  public String text() {
    return String.valueOf(getMessage());
  }
}
