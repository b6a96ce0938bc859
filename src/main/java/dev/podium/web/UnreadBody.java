package dev.podium.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/// The body of a request that is answered before it was read.
///
/// Over HTTP/2 the server resets a stream that it has answered while the client still sends, and
/// some clients then never see the answer.
public final class UnreadBody {
  /// As much as the API server takes at all.
  private static final long MOST = 3 << 20;

  private UnreadBody() {}

  /// Takes what is left of it, so that the client may listen.
  public static void discard(HttpServletRequest request) {
    try {
      long _ = request.getInputStream().skip(MOST);
    } catch (IOException _) {
      // A client that is gone hears no answer either.
    }
  }
}
