package dev.podium.web.streams;

import dev.podium.object.ApiObject;
import dev.podium.web.QueryString;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A request that wants a connection to a pod.
///
/// @param pod that its path names
public record StreamRequest(
    HttpServletRequest request, HttpServletResponse response, QueryString query, ApiObject pod) {

  /// Answers as a kubelet does where it refuses: in plain text, which the API server passes on.
  void refuse(int code, String message) {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    response.setStatus(code);
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leaves HTTP; the headers of the answer are set.
  void upgrade(OpenConnections open, Upgrade.Task task) {
    try {
      request.upgrade(Upgrade.class).prepare(open, task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }
}
