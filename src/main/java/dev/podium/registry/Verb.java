package dev.podium.registry;

import java.util.Arrays;
import java.util.Optional;

/// What may be done to a resource, in discovery's words.
public enum Verb {
  CREATE,
  DELETE,
  DELETECOLLECTION,
  GET,
  LIST,
  PATCH,
  UPDATE,
  WATCH;

  private final String text = name().toLowerCase(java.util.Locale.ROOT);

  /// The verb of that name, if it is one.
  public static Optional<Verb> named(String text) {
    return Arrays.stream(values()).filter(verb -> verb.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
