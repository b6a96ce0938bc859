package dev.podium.schema.structural;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.Map;
import java.util.Optional;

/// Fills in the defaults of a schema, inside objects that are there.
///
/// Upstream: pkg/apiserver/schema/defaulting/algorithm.go (Default).
public final class Defaulting {
  private Defaulting() {}

  /// The very object where nothing was missing.
  public static JsonObject of(StructuralSchema schema, JsonObject object) {
    return (JsonObject) value(Optional.of(schema), object);
  }

  private static Object value(Optional<StructuralSchema> schema, Object value) {
    if (schema.isEmpty()) {
      return value;
    }
    StructuralSchema known = schema.get();
    return switch (value) {
      case JsonObject object ->
          Rewriting.fields(
              withMissing(known, object),
              (name, field) -> {
                Optional<StructuralSchema> below = known.below(name);
                return value(below, replaced(below, field));
              });
      case JsonArray array ->
          Rewriting.items(array, (_, item) -> value(known.items(), replaced(known.items(), item)));
      default -> value;
    };
  }

  private static JsonObject withMissing(StructuralSchema schema, JsonObject object) {
    JsonObject filled = object;
    for (Map.Entry<String, StructuralSchema> property : schema.properties().entrySet()) {
      Optional<Object> standard = property.getValue().defaultValue();
      if (standard.isPresent() && !object.has(property.getKey())) {
        filled = filled.with(property.getKey(), standard.get());
      }
    }
    return filled;
  }

  /// A null where none may be is as good as nothing.
  private static Object replaced(Optional<StructuralSchema> schema, Object value) {
    if (value != JsonNull.NULL || schema.isEmpty() || schema.get().nullable()) {
      return value;
    }
    return schema.get().defaultValue().orElse(value);
  }
}
