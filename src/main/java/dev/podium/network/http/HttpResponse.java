package dev.podium.network.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A response.
///
/// @param reason the words behind the status code
/// @param body its length is that of `Content-Length`, else whatever comes
public record HttpResponse(int status, String reason, Headers headers, InputStream body) {
  /// @param contentType such as `text/plain`
  public static HttpResponse of(int status, String contentType, String text) {
    return of(
        status, Headers.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpResponse of(int status, Headers headers, byte[] body) {
    return new HttpResponse(
        status,
        StatusText.of(status),
        headers.with("Content-Length", Integer.toString(body.length)),
        new ByteArrayInputStream(body));
  }

  public HttpResponse withHeaders(Headers other) {
    return new HttpResponse(status, reason, other, body);
  }

  /// The body as text; for small ones.
  public String text() throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }
}
