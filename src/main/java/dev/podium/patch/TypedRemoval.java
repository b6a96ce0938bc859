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

/// An object without some of its fields and items.
///
/// Upstream: structured-merge-diff typed/remove.go. What loses everything below it stays, empty.
final class TypedRemoval {
  private TypedRemoval() {}

  static JsonObject remove(JsonObject object, FieldSet fields, ObjectType type) {
    if (fields.isEmpty()) {
      return object;
    }
    return value(object, fields, Shape.of(type)) instanceof JsonObject o ? o : JsonObject.EMPTY;
  }

  /// JSON null where nothing is left.
  private static Object value(Object value, FieldSet fields, Shape shape) {
    Form form = shape.form(value);
    if (form == Form.SCALAR) {
      return value;
    }
    boolean empty =
        value instanceof JsonObject o && o.isEmpty() || value instanceof JsonArray a && a.isEmpty();
    if (empty || shape.atomic(form)) {
      return JsonNull.NULL;
    }
    return switch (value) {
      case JsonObject map when form == Form.MAP -> map(map, fields, shape);
      case JsonArray list when form == Form.LIST -> list(list, fields, shape);
      default -> JsonNull.NULL;
    };
  }

  private static Object map(JsonObject map, FieldSet fields, Shape shape) {
    Map<String, Object> left = LinkedHashMap.newLinkedHashMap(map.size());
    boolean reached = false;
    for (Map.Entry<String, Object> entry : map) {
      String step = PathElement.field(entry.getKey());
      if (fields.hasStep(step)) {
        continue;
      }
      Object value = entry.getValue();
      FieldSet below = fields.below(step);
      if (!below.isEmpty()) {
        reached = true;
        value = kept(value, value(value, below, shape.requireField(entry.getKey())));
      }
      left.put(entry.getKey(), value);
    }
    return left.isEmpty() && !reached ? JsonNull.NULL : JsonObject.of(left);
  }

  private static Object list(JsonArray list, FieldSet fields, Shape shape) {
    List<Object> left = new ArrayList<>(list.size());
    boolean reached = false;
    for (int i = 0; i < list.size(); i++) {
      Object item = list.get(i);
      String step = Comparison.step(shape, item, i);
      if (fields.hasStep(step)) {
        continue;
      }
      FieldSet below = fields.below(step);
      if (!below.isEmpty()) {
        reached = true;
        item = kept(item, value(item, below, shape.items()));
      }
      left.add(item);
    }
    return left.isEmpty() && !reached ? JsonNull.NULL : JsonArray.of(left);
  }

  private static Object kept(Object before, Object after) {
    if (after != JsonNull.NULL) {
      return after;
    }
    return switch (before) {
      case JsonObject _ -> JsonObject.EMPTY;
      case JsonArray _ -> JsonArray.EMPTY;
      default -> after;
    };
  }
}
