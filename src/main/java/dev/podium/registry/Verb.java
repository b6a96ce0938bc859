package dev.podium.registry;

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

  @Override
  public String toString() {
    return text;
  }
}
