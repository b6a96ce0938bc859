package dev.podium.schema.structural;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Drops the fields that a schema does not have, and nulls where it wants a value.
///
/// Upstream: pkg/apiserver/schema/pruning/algorithm.go, and PruneNonNullableNullsWithoutDefaults in
/// defaulting/prune.go.
public final class Pruning {
  private static final Set<String> RESOURCE_FIELDS = Set.of("apiVersion", "kind", "metadata");

  private final List<String> unknown = new ArrayList<>();

  private Pruning() {}

  /// What is left of an object.
  ///
  /// @param unknown the paths of the fields that went, sorted: `spec.list[0].odd`
  public record Pruned(JsonObject object, List<String> unknown) {}

  /// Prunes a whole custom object.
  public static Pruned of(StructuralSchema schema, JsonObject object) {
    Pruning pruning = new Pruning();
    JsonObject kept = pruning.object(Optional.of(schema), object, "", true);
    Collections.sort(pruning.unknown);
    JsonObject left = (JsonObject) withoutNulls(Optional.of(schema), kept);
    return new Pruned(left, List.copyOf(pruning.unknown));
  }

  /// Prunes a value, such as a default, at a place of its own.
  public static Object below(StructuralSchema schema, Object value) {
    return new Pruning().value(Optional.of(schema), value, "");
  }

  private Object value(Optional<StructuralSchema> schema, Object value, String path) {
    return switch (value) {
      case JsonObject object -> object(schema, object, path, false);
      case JsonArray array ->
          Rewriting.items(
              array,
              (i, item) -> {
                Optional<StructuralSchema> items = schema.flatMap(StructuralSchema::items);
                boolean kept =
                    items.isEmpty()
                        && schema.filter(StructuralSchema::preservesUnknownFields).isPresent();
                return kept ? item : value(items, item, path + "[" + i + "]");
              });
      default -> value;
    };
  }

  private JsonObject object(
      Optional<StructuralSchema> schema, JsonObject object, String path, boolean root) {
    boolean resource = root || schema.filter(StructuralSchema::embedsResource).isPresent();
    boolean keeps = schema.filter(StructuralSchema::preservesUnknownFields).isPresent();
    return Rewriting.fields(
        object,
        (name, value) -> {
          if (resource && RESOURCE_FIELDS.contains(name)) {
            return value;
          }
          String at = path.isEmpty() ? name : path + "." + name;
          boolean known =
              schema.filter(s -> s.properties().containsKey(name) || s.allowsAnyName()).isPresent();
          return known
              ? value(schema.flatMap(s -> s.below(name)), value, at)
              : drop(value, at, keeps);
        });
  }

  private @Nullable Object drop(Object value, String path, boolean keeps) {
    if (keeps) {
      return value;
    }
    unknown.add(path);
    return null;
  }

  private static Object withoutNulls(Optional<StructuralSchema> schema, Object value) {
    if (schema.isEmpty()) {
      return value;
    }
    return switch (value) {
      case JsonObject object ->
          Rewriting.fields(
              object,
              (name, field) -> {
                Optional<StructuralSchema> below = schema.get().below(name);
                return isRefusedNull(below, field) ? null : withoutNulls(below, field);
              });
      case JsonArray array ->
          Rewriting.items(array, (_, item) -> withoutNulls(schema.get().items(), item));
      default -> value;
    };
  }

  /// A null that has a default is left for the default to replace.
  private static boolean isRefusedNull(Optional<StructuralSchema> schema, Object value) {
    return value == JsonNull.NULL
        && schema.filter(s -> !s.nullable() && s.defaultValue().isEmpty()).isPresent();
  }
}
