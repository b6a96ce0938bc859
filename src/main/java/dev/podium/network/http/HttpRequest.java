package dev.podium.network.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A request.
///
/// @param target as in the request line: a path with its query, in escapes
/// @param version such as `HTTP/1.1`
/// @param body empty where there is none
public record HttpRequest(
    String method, String target, String version, Headers headers, InputStream body) {
  public HttpRequest(String method, String target, Headers headers, InputStream body) {
    this(method, target, "HTTP/1.1", headers, body);
  }

  public static HttpRequest get(String target, Headers headers) {
    return new HttpRequest("GET", target, headers, InputStream.nullInputStream());
  }

  boolean hasBody() {
    return headers.find("Content-Length").filter(length -> !length.equals("0")).isPresent()
        || headers.has("Transfer-Encoding", "chunked");
  }

  /// The target without its query.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// What follows the path's question mark, without it; empty where there is none.
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /// The body as text; for small ones.
  public String text() throws java.io.IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }
}
