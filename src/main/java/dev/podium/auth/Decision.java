package dev.podium.auth;

/// What an authorizer says; reasons may be empty.
public sealed interface Decision {
  String reason();

  record Allow(String reason) implements Decision {}

  /// No, whatever others would say.
  record Deny(String reason) implements Decision {}

  /// Not by this authorizer; the next one may allow it.
  record NoOpinion(String reason) implements Decision {}

  default boolean allowed() {
    return this instanceof Allow;
  }
}
