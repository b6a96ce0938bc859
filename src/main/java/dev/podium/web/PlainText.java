package dev.podium.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Plain text answers as Go's net/http gives them.
public final class PlainText {
  private PlainText() {}

  /// What a path answers that leads nowhere at all.
  public static void notFound(HttpServletResponse response) throws IOException {
    error(response, HttpServletResponse.SC_NOT_FOUND, "404 page not found");
  }

  /// Go's http.Error: a line with a line break.
  public static void error(HttpServletResponse response, int code, String message)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    write(response, code, message + "\n");
  }

  public static void write(HttpServletResponse response, int code, String text) throws IOException {
    response.setStatus(code);
    response.setContentType("text/plain; charset=utf-8");
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
