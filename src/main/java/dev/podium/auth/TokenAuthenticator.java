package dev.podium.auth;

/// Finds out whose a bearer token is: static ones, the admin's, service accounts'.
@FunctionalInterface
public interface TokenAuthenticator {
  /// `NoCredential` where the token is not of this kind, so that the next one may look at it.
  Authentication authenticate(String token);
}
