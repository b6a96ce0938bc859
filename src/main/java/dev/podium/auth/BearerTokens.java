package dev.podium.auth;

import dev.podium.auth.Authentication.NoCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Bearer tokens, from the Authorization header or, as browsers must, from a WebSocket subprotocol
/// (apiserver's authentication/request/bearertoken and websocket).
public final class BearerTokens implements Authenticator {
  /// The subprotocol that carries a token; it is never one that the server picks.
  public static final String PROTOCOL_PREFIX = "base64url.bearer.authorization.k8s.io.";

  private static final Authentication INVALID = Authentication.bad("invalid bearer token");

  private final List<TokenAuthenticator> known;

  public BearerTokens(List<TokenAuthenticator> known) {
    this.known = List.copyOf(known);
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    return header(credentials.authorization())
        .map(token -> lookUp(token, TokenAuthenticator.API_AUDIENCES))
        .orElseGet(() -> fromProtocols(credentials.webSocketProtocols()));
  }

  /// Whose a token is, in the eyes of any who know it.
  ///
  /// @param audiences the token must be for one of them
  public Authentication lookUp(String token, List<String> audiences) {
    for (TokenAuthenticator authenticator : known) {
      Authentication outcome = authenticator.authenticate(token, audiences);
      if (!(outcome instanceof NoCredential)) {
        return outcome;
      }
    }
    return INVALID;
  }

  /// `Basic` and an empty bearer token are no credential at all rather than a wrong one.
  private static Optional<String> header(String value) {
    String[] parts = value.strip().split(" ", -1);
    return parts.length >= 2 && parts[0].equalsIgnoreCase("bearer") && !parts[1].isEmpty()
        ? Optional.of(parts[1])
        : Optional.empty();
  }

  private Authentication fromProtocols(List<String> protocols) {
    List<String> tokens = protocols.stream().filter(p -> p.startsWith(PROTOCOL_PREFIX)).toList();
    if (tokens.isEmpty()) {
      return Authentication.NONE;
    }
    if (tokens.size() > 1) {
      return Authentication.bad("multiple base64.bearer.authorization tokens specified");
    }
    if (protocols.size() == 1) {
      return Authentication.bad("missing additional subprotocol");
    }
    try {
      byte[] token =
          Base64.getUrlDecoder().decode(tokens.getFirst().substring(PROTOCOL_PREFIX.length()));
      return token.length == 0
          ? Authentication.NONE
          : lookUp(new String(token, StandardCharsets.UTF_8), TokenAuthenticator.API_AUDIENCES);
    } catch (IllegalArgumentException _) {
      return Authentication.bad("invalid base64.bearer.authorization token encoding");
    }
  }
}
