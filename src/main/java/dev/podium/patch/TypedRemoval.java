package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Shape.Form;
import dev.podium.schema.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An object without some of its fields and items, or with nothing but them.
///
/// Upstream: structured-merge-diff typed/remove.go. What loses everything below it stays, empty.
final class TypedRemoval {
  private final boolean extract;

  private TypedRemoval(boolean extract) {
    this.extract = extract;
  }

  static JsonObject remove(JsonObject object, FieldSet fields, ObjectType type) {
    return fields.isEmpty() ? object : run(object, fields, type, false);
  }

  static JsonObject extract(JsonObject object, FieldSet fields, ObjectType type) {
    return run(object, fields, type, true);
  }

  private static JsonObject run(
      JsonObject object, FieldSet fields, ObjectType type, boolean extract) {
    return new TypedRemoval(extract).value(object, fields, Shape.of(type)) instanceof JsonObject o
        ? o
        : JsonObject.EMPTY;
  }

  /// JSON null where nothing is left.
  private Object value(Object value, FieldSet fields, Shape shape) {
    Form form = shape.form(value);
    if (form == Form.SCALAR) {
      return value;
    }
    boolean empty =
        value instanceof JsonObject o && o.isEmpty() || value instanceof JsonArray a && a.isEmpty();
    if (empty || shape.atomic(form)) {
      return extract ? value : JsonNull.NULL;
    }
    return switch (value) {
      case JsonObject map when form == Form.MAP -> map(map, fields, shape);
      case JsonArray list when form == Form.LIST -> list(list, fields, shape);
      default -> JsonNull.NULL;
    };
  }

  private Object map(JsonObject map, FieldSet fields, Shape shape) {
    Map<String, Object> left = LinkedHashMap.newLinkedHashMap(map.size());
    boolean reached = false;
    for (Map.Entry<String, Object> entry : map) {
      String step = PathElement.field(entry.getKey());
      Object value = entry.getValue();
      if (fields.hasStep(step)) {
        if (extract) {
          left.put(entry.getKey(), value(value, fields, shape.requireField(entry.getKey())));
        }
        continue;
      }
      FieldSet below = fields.below(step);
      reached |= !below.isEmpty();
      if (!below.isEmpty()) {
        value = kept(value, value(value, below, shape.requireField(entry.getKey())));
      }
      if (!extract || !below.isEmpty()) {
        left.put(entry.getKey(), value);
      }
    }
    return left.isEmpty() && (extract || !reached) ? JsonNull.NULL : JsonObject.of(left);
  }

  private Object list(JsonArray list, FieldSet fields, Shape shape) {
    List<Object> left = new ArrayList<>(list.size());
    boolean reached = false;
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      String step = Comparison.step(shape, item, i);
      FieldSet below = fields.below(step);
      boolean here = fields.hasStep(step);
      if (here && !extract || extract && !here && below.isEmpty()) {
        continue;
      }
      reached |= !below.isEmpty();
      if (!below.isEmpty()) {
        item = kept(item, value(item, below, shape.items()));
      }
      left.add(item);
    }
    return left.isEmpty() && (extract || !reached) ? JsonNull.NULL : JsonArray.of(left);
  }

  private Object kept(Object before, Object after) {
    if (extract || after != JsonNull.NULL) {
      return after;
    }
    return switch (before) {
      case JsonObject _ -> JsonObject.EMPTY;
      case JsonArray _ -> JsonArray.EMPTY;
      default -> after;
    };
  }
}
