package dev.podium.auth;

/// What an authenticator finds.
public sealed interface Authentication {
  record Authenticated(UserInfo user) implements Authentication {}

  /// Nothing there that this authenticator knows; another may.
  record NoCredential() implements Authentication {}

  /// A credential that is wrong, with the reason for the log; it never makes the caller anonymous.
  record BadCredential(String why) implements Authentication {}

  Authentication NONE = new NoCredential();

  static Authentication as(UserInfo user) {
    return new Authenticated(user);
  }

  static Authentication bad(String why) {
    return new BadCredential(why);
  }
}
