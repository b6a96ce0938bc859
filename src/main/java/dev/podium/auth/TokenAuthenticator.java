package dev.podium.auth;

import java.util.List;

/// Finds out whose a bearer token is: static ones, the admin's, service accounts'.
@FunctionalInterface
public interface TokenAuthenticator {
  /// Whom the API server's own tokens are for.
  List<String> API_AUDIENCES = List.of("https://kubernetes.default.svc");

  /// `NoCredential` where the token is not of this kind, so that the next one may look at it.
  ///
  /// @param audiences the token must be for one of them
  Authentication authenticate(String token, List<String> audiences);
}
