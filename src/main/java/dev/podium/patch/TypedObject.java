package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.patch.Shape.Form;
import dev.podium.schema.ObjectType;
import java.util.HashSet;
import java.util.Set;

/// An object seen as a set of fields of its type.
final class TypedObject {
  private TypedObject() {}

  /// Every field and item that an object mentions: leaves, items of lists, entries of maps, and
  /// what is empty or null.
  ///
  /// Upstream: structured-merge-diff typed/tofieldset.go.
  ///
  /// @throws TypeMismatch where the object is not of the type
  static FieldSet fields(JsonObject object, ObjectType type) {
    FieldSetBuilder set = new FieldSetBuilder();
    map(object, Shape.of(type), set);
    return set.build();
  }

  private static void map(JsonObject map, Shape shape, FieldSetBuilder set) {
    map.forEach((name, value) -> {
      FieldSetBuilder below = new FieldSetBuilder();
      value(value, shape.requireField(name), below);
      boolean empty = value == JsonNull.NULL || value instanceof JsonObject o && o.isEmpty();
      if (empty || !shape.declares(name)) {
        below.add();
      }
      set.put(PathElement.field(name), below);
    });
  }

  private static void value(Object value, Shape shape, FieldSetBuilder set) {
    Form form = shape.form(value);
    if (shape.atomic(form)) {
      set.add();
    } else if (value instanceof JsonObject map) {
      map(map, shape, set);
    } else if (value instanceof JsonArray list) {
      list(list, shape, set);
    }
  }

  private static void list(JsonArray list, Shape shape, FieldSetBuilder set) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    String[] steps = new String[list.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Comparison.step(shape, list.get(i), i);
      if (!seen.add(steps[i])) {
        repeated.add(steps[i]);
      }
    }
    for (int i = 0; i < steps.length; i++) {
      FieldSetBuilder below = new FieldSetBuilder();
      if (!repeated.contains(steps[i])) {
        value(list.get(i), shape.items(), below);
      }
      below.add();
      set.put(steps[i], below);
    }
  }
}
