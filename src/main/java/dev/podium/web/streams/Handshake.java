package dev.podium.web.streams;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a client wants to change a connection into, and how that is agreed on.
///
/// Upstream: apimachinery's util/httpstream (IsUpgradeRequest, Handshake) and wsstream.
final class Handshake {
  static final String SPDY = "SPDY/3.1";
  private static final String WEB_SOCKET = "websocket";
  private static final String ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  static boolean isUpgrade(HttpServletRequest request) {
    return headers(request, "Connection").stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  static boolean isWebSocket(HttpServletRequest request) {
    return header(request, "Upgrade").equalsIgnoreCase(WEB_SOCKET)
        && header(request, "Sec-WebSocket-Version").equals("13")
        && !header(request, "Sec-WebSocket-Key").isEmpty();
  }

  static boolean isSpdy(HttpServletRequest request) {
    return header(request, "Upgrade").toUpperCase(Locale.ROOT).contains(SPDY);
  }

  /// The subprotocols that the client offers, in its order.
  static List<String> webSocketProtocols(HttpServletRequest request) {
    return list(request, "Sec-WebSocket-Protocol");
  }

  static List<String> spdyProtocols(HttpServletRequest request) {
    return list(request, "X-Stream-Protocol-Version");
  }

  /// The first one that the client offers and the server knows.
  static Optional<String> agree(List<String> offered, List<String> known) {
    return offered.stream().filter(known::contains).findFirst();
  }

  /// Sets the headers of the answer that switches protocols.
  ///
  /// @param protocol empty where none is agreed on
  static void acceptWebSocket(
      HttpServletRequest request, HttpServletResponse response, String protocol) {
    response.setHeader("Upgrade", WEB_SOCKET);
    response.setHeader("Connection", "Upgrade");
    response.setHeader("Sec-WebSocket-Accept", accept(header(request, "Sec-WebSocket-Key")));
    if (!protocol.isEmpty()) {
      response.setHeader("Sec-WebSocket-Protocol", protocol);
    }
  }

  static void acceptSpdy(HttpServletResponse response, String protocol) {
    response.setHeader("Upgrade", SPDY);
    response.setHeader("Connection", "Upgrade");
    response.setHeader("X-Stream-Protocol-Version", protocol);
  }

  /// As RFC 6455 asks, whose choice the hash is.
  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + ACCEPT_KEY).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> list(HttpServletRequest request, String name) {
    return headers(request, name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }
}
