package dev.podium.schema.decode;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Gives the metadata of whole objects inside a custom object the form of ObjectMeta, as its own.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/schema/objectmeta/coerce.go.
final class EmbeddedMetadata {
  private final List<String> strictErrors = new ArrayList<>();

  private EmbeddedMetadata() {}

  /// @throws DecodeException where some metadata is no ObjectMeta
  static CustomTree coerce(StructuralSchema schema, JsonObject root) {
    EmbeddedMetadata embedded = new EmbeddedMetadata();
    JsonObject coerced = embedded.fields(Optional.of(schema), root, FieldPath.ROOT, "", false);
    return new CustomTree(coerced, embedded.strictErrors);
  }

  private Object value(
      Optional<StructuralSchema> schema, Object value, FieldPath path, String text) {
    if (schema.isEmpty()) {
      return value;
    }
    return switch (value) {
      case JsonObject object -> fields(schema, object, path, text, schema.get().embedsResource());
      case JsonArray list -> {
        Object[] items = new Object[list.size()];
        boolean same = true;
        for (int i = 0; i < items.length; i++) {
          items[i] = value(schema.get().items(), list.get(i), path.index(i), text + "[" + i + "]");
          same = same && items[i] == list.get(i);
        }
        yield same ? list : JsonArray.owning(items);
      }
      default -> value;
    };
  }

  private JsonObject fields(
      Optional<StructuralSchema> schema,
      JsonObject object,
      FieldPath path,
      String text,
      boolean embedded) {
    JsonObject result = object;
    for (String name : object.keys()) {
      Object before = Objects.requireNonNull(object.get(name));
      String at = text.isEmpty() ? name : text + "." + name;
      Object after =
          embedded && name.equals("metadata")
              ? metadata(before, path.child(name), at)
              : value(schema.flatMap(s -> s.below(name)), before, path.child(name), at);
      result = after == before ? result : result.with(name, after);
    }
    return result;
  }

  private Object metadata(Object value, FieldPath path, String text) {
    if (!(value instanceof JsonObject fields)) {
      return value;
    }
    try {
      CustomTree.Metadata typed = CustomTree.metadata(fields, text);
      strictErrors.addAll(typed.strictErrors());
      return typed.value();
    } catch (DecodeException e) {
      throw new DecodeException(
          FieldError.invalid(path, Json.write(fields), e.message()).message());
    }
  }
}
