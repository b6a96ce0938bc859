package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;

/// The two forms of OpenAPI that a server speaks.
///
/// They differ in more than syntax: v2 cannot say that a value is of one type or another, and
/// Kubernetes leaves defaults out of it (apiserver's `handler.PruneDefaults`).
public enum Dialect {
  V2("#/definitions/"),
  V3("#/components/schemas/");

  private final String prefix;

  Dialect(String prefix) {
    this.prefix = prefix;
  }

  /// A reference to a definition.
  public JsonObject ref(String definition) {
    return JsonObject.of("$ref", prefix + definition);
  }

  /// The definition that a reference names, or the empty string for one to something else.
  String target(String ref) {
    return ref.startsWith(prefix) ? ref.substring(prefix.length()) : "";
  }
}
