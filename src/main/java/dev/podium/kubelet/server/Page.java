package dev.podium.kubelet.server;

import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.StatusText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/// An answer that is known as a whole.
public record Page(int status, Headers headers, byte[] body) {
  public static Page of(int status, String contentType, String text) {
    return new Page(
        status, Headers.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }

  public Page with(String name, String value) {
    return new Page(status, headers.with(name, value), body);
  }

  public Page withStatus(int other) {
    return new Page(other, headers, body);
  }

  /// With some headers in front of its own.
  public HttpResponse response(Headers front) {
    Headers all = front;
    for (Headers.Field field : headers.fields()) {
      all = all.and(field.name(), field.value());
    }
    if (status != 304 && status != 204) {
      all = all.with("Content-Length", Integer.toString(body.length));
    }
    return new HttpResponse(status, StatusText.of(status), all, new ByteArrayInputStream(body));
  }
}
