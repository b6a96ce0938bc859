package dev.podium.resources.apiextensions;

import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;

/// Ways through a schema.
final class SchemaPaths {
  private SchemaPaths() {}

  /// The schema of a field at a path such as `.spec.color`; empty where there is none.
  static Optional<Part> find(Part schema, String path) {
    if (!path.startsWith(".")) {
      return Optional.empty();
    }
    Optional<Part> found = Optional.of(schema);
    for (String step : path.substring(1).split("\\.", -1)) {
      found = found.flatMap(parent -> property(parent, step));
    }
    return found;
  }

  /// A property that is null has an empty schema.
  static Optional<Part> property(Part schema, String name) {
    JsonObject properties = schema.value().object("properties");
    return properties.has(name)
        ? Optional.of(
            new Part(
                properties.object(name), schema.child("properties").key(name), schema.errors()))
        : Optional.empty();
  }

  /// The properties of a schema, each with its name in its path.
  static List<Part> properties(Part schema) {
    return schema.value().object("properties").keys().stream()
        .flatMap(name -> property(schema, name).stream())
        .toList();
  }
}
