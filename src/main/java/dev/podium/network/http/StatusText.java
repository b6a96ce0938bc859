package dev.podium.network.http;

import java.util.Locale;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/// The usual words behind status codes.
public final class StatusText {
  private StatusText() {}

  /// Empty for a code that nobody knows.
  public static String of(int status) {
    if (status < 100 || status > 599) {
      return "";
    }
    String reason = EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT);
    return reason == null ? "" : reason;
  }
}
