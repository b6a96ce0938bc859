package dev.podium.patch;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.patch.Shape.Form;
import dev.podium.schema.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which fields differ between two objects of a type.
///
/// Upstream: structured-merge-diff typed/compare.go, which keeps what was added apart from what was
/// modified; nobody asks for the difference.
///
/// @param changed fields that the new object has anew or with another value
/// @param removed fields that it no longer has
record Comparison(FieldSet changed, FieldSet removed) {
  static final Comparison SAME = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY);

  /// @throws TypeMismatch where a list item cannot be told from others
  static Comparison of(JsonObject before, JsonObject after, ObjectType type) {
    if (before == after) {
      return SAME;
    }
    Walk walk = new Walk();
    walk.map(before, after, Shape.of(type), walk.changed, walk.removed);
    return new Comparison(walk.changed.build(), walk.removed.build());
  }

  boolean isSame() {
    return changed.isEmpty() && removed.isEmpty();
  }

  /// This without the fields that are not the writer's to change.
  Comparison among(Ownable ownable) {
    return isSame() ? this : new Comparison(ownable.among(changed), ownable.among(removed));
  }

  private static final class Walk {
    private final FieldSetBuilder changed = new FieldSetBuilder();
    private final FieldSetBuilder removed = new FieldSetBuilder();

    private void compare(
        String step,
        @Nullable Object before,
        @Nullable Object after,
        Shape shape,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      if (before == after) {
        return;
      }
      Form form = shape.form(after == null ? Objects.requireNonNull(before) : after);
      Form old = shape.form(before == null ? Objects.requireNonNull(after) : before);
      FieldSetBuilder changedBelow = new FieldSetBuilder();
      FieldSetBuilder removedBelow = new FieldSetBuilder();
      if (old != form) {
        compareAs(old, before, after, shape, changedBelow, removedBelow);
      }
      boolean leaf = compareAs(form, before, after, shape, changedBelow, removedBelow);
      if (!leaf && before == null) {
        changedBelow.add();
      } else if (!leaf && after == null) {
        removedBelow.add();
      }
      changed.put(step, changedBelow);
      removed.put(step, removedBelow);
    }

    /// True where the values were compared as one.
    private boolean compareAs(
        Form form,
        @Nullable Object before,
        @Nullable Object after,
        Shape shape,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      JsonObject oldMap = before instanceof JsonObject o ? o : JsonObject.EMPTY;
      JsonObject newMap = after instanceof JsonObject o ? o : JsonObject.EMPTY;
      JsonArray oldList = before instanceof JsonArray a ? a : JsonArray.EMPTY;
      JsonArray newList = after instanceof JsonArray a ? a : JsonArray.EMPTY;
      boolean empty =
          form == Form.MAP
              ? oldMap.isEmpty() && newMap.isEmpty()
              : oldList.isEmpty() && newList.isEmpty();
      if (shape.atomic(form) || empty) {
        leaf(before, after, changed, removed);
        return true;
      }
      if (form == Form.MAP) {
        map(oldMap, newMap, shape, changed, removed);
      } else {
        list(oldList, newList, shape, changed, removed);
      }
      return false;
    }

    private static void leaf(
        @Nullable Object before,
        @Nullable Object after,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      if (after == null) {
        removed.add();
      } else if (!after.equals(before)) {
        changed.add();
      }
    }

    private void map(
        JsonObject before,
        JsonObject after,
        Shape shape,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      after.forEach((name, value) -> {
        Object old = before.get(name);
        if (old != value) {
          Shape below = shape.requireField(name);
          compare(PathElement.field(name), old, value, below, changed, removed);
        }
      });
      before.forEach((name, value) -> {
        if (!after.has(name)) {
          Shape below = shape.requireField(name);
          compare(PathElement.field(name), value, null, below, changed, removed);
        }
      });
    }

    private void list(
        JsonArray before,
        JsonArray after,
        Shape shape,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      Map<String, List<Object>> old = byStep(before, shape);
      Map<String, List<Object>> now = byStep(after, shape);
      Shape items = shape.items();
      now.forEach((step, values) ->
          items(step, old.getOrDefault(step, List.of()), values, items, changed, removed));
      old.forEach((step, values) -> {
        if (!now.containsKey(step)) {
          items(step, values, List.of(), items, changed, removed);
        }
      });
    }

    /// Items that cannot be told apart are owned together.
    private void items(
        String step,
        List<Object> before,
        List<Object> after,
        Shape shape,
        FieldSetBuilder changed,
        FieldSetBuilder removed) {
      if (before.size() > 1 && after.size() > 1) {
        if (!before.equals(after)) {
          changed.add(step);
        }
        return;
      }
      @Nullable Object old = before.size() == 1 ? before.getFirst() : null;
      @Nullable Object now = after.size() == 1 ? after.getFirst() : null;
      compare(step, old, now, shape, changed, removed);
      if (before.size() > 1) {
        removed.add(step);
      } else if (after.size() > 1) {
        changed.add(step);
      }
    }

    private static Map<String, List<Object>> byStep(JsonArray list, Shape shape) {
      Map<String, List<Object>> items = LinkedHashMap.newLinkedHashMap(list.size());
      for (int i = 0; i < list.size(); i++) {
        Object item = list.get(i);
        items.computeIfAbsent(step(shape, item, i), _ -> new ArrayList<>(1)).add(item);
      }
      return items;
    }
  }

  /// The step to an item, or a complaint that names its place.
  static String step(Shape shape, Object item, int place) {
    try {
      return shape.step(item);
    } catch (TypeMismatch e) {
      throw new TypeMismatch("element " + place + ": " + e.message());
    }
  }
}
