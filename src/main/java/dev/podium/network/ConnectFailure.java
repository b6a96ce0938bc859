package dev.podium.network;

import java.io.IOException;

/// Why a connection did not come about.
public final class ConnectFailure extends IOException {
  private static final long serialVersionUID = 1;

  /// What the kernel or the resolver answered.
  public enum Reason {
    REFUSED("Connection refused"),
    TIMED_OUT("Connection timed out"),
    NO_ROUTE("No route to host"),
    UNREACHABLE("Network is unreachable"),
    UNKNOWN_HOST("Name or service not known");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /// As the C library words it.
    public String text() {
      return text;
    }
  }

  private final Reason reason;

  public ConnectFailure(Reason reason) {
    super(reason.text());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
