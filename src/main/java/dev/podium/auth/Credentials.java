package dev.podium.auth;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a request shows of who makes it.
///
/// @param certificates the client certificate first, then what it was issued by; not yet verified
/// @param authorization the header's value, empty where there is none
/// @param webSocketProtocols the subprotocols that a WebSocket handshake offers, empty for others
public record Credentials(
    List<X509Certificate> certificates, String authorization, List<String> webSocketProtocols) {
  public static final Credentials NONE = new Credentials(List.of(), "", List.of());

  public Credentials {
    certificates = List.copyOf(certificates);
    webSocketProtocols = List.copyOf(webSocketProtocols);
  }

  public static Credentials bearer(String token) {
    return new Credentials(List.of(), "Bearer " + token, List.of());
  }

  public static Credentials certificate(X509Certificate certificate) {
    return new Credentials(List.of(certificate), "", List.of());
  }
}
