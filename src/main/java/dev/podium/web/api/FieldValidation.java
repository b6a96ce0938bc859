package dev.podium.web.api;

import java.util.Optional;

/// What becomes of fields that a body has and its kind does not.
enum FieldValidation {
  IGNORE,
  WARN,
  STRICT;

  /// @param text as in the query; empty for the default
  static Optional<FieldValidation> of(String text) {
    return switch (text) {
      case "Ignore" -> Optional.of(IGNORE);
      case "", "Warn" -> Optional.of(WARN);
      case "Strict" -> Optional.of(STRICT);
      default -> Optional.empty();
    };
  }
}
