package dev.podium.auth;

import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.Authentication.NoCredential;
import java.util.List;

/// Finds out who makes a request.
@FunctionalInterface
public interface Authenticator {
  Authentication authenticate(Credentials credentials);

  /// Asks each in turn, as apiserver's authentication/request/union: who knows the caller wins, and
  /// a bad credential counts only where nobody does. Whoever is known is in `system:authenticated`.
  static Authenticator anyOf(List<Authenticator> authenticators) {
    return credentials -> {
      Authentication outcome = Authentication.NONE;
      for (Authenticator authenticator : authenticators) {
        switch (authenticator.authenticate(credentials)) {
          case Authenticated(UserInfo user) -> {
            return Authentication.as(inDefaultGroup(user));
          }
          case BadCredential bad -> outcome = bad;
          case NoCredential _ -> {}
        }
      }
      return outcome;
    };
  }

  private static UserInfo inDefaultGroup(UserInfo user) {
    return user.name().equals(UserInfo.ANONYMOUS)
            || user.groups().contains(UserInfo.UNAUTHENTICATED)
        ? user
        : user.inGroup(UserInfo.AUTHENTICATED);
  }
}
