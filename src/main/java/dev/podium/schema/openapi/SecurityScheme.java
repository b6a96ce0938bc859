package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;

/// How callers say who they are.
final class SecurityScheme {
  static final JsonObject BEARER =
      JsonObject.of(
          "description",
          "Bearer Token authentication",
          "type",
          "apiKey",
          "name",
          "authorization",
          "in",
          "header");

  private SecurityScheme() {}
}
