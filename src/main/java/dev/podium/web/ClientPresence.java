package dev.podium.web;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/// Whether the client of a request is still there, for who writes seldom.
///
/// Over HTTP/2 the container tells by itself. Over HTTP/1.1 it looks at the connection no more once
/// it has the request: the listener leaves a way to look in a request attribute.
@FunctionalInterface
public interface ClientPresence {
  /// Asked by the one thread that serves the request, and before it completes it.
  boolean gone();

  static void offer(ServletRequest request, ClientPresence presence) {
    request.setAttribute(ClientPresence.class.getName(), presence);
  }

  /// Always there where the listener knows no way to look.
  static ClientPresence of(ServletRequest request) {
    return Optional.ofNullable(
            (ClientPresence) request.getAttribute(ClientPresence.class.getName()))
        .orElse(() -> false);
  }
}
