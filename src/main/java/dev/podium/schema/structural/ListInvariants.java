package dev.podium.schema.structural;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// That lists of type `set` and `map` do not repeat themselves.
///
/// Upstream: pkg/apiserver/schema/listtype/validation.go (ValidateListSetsAndMaps).
public final class ListInvariants {
  private ListInvariants() {}

  public static List<FieldError> check(StructuralSchema schema, JsonObject object) {
    List<FieldError> errors = new ArrayList<>();
    check(Optional.of(schema), object, FieldPath.ROOT, errors);
    return errors;
  }

  private static void check(
      Optional<StructuralSchema> schema, Object value, FieldPath path, List<FieldError> errors) {
    if (schema.isEmpty()) {
      return;
    }
    StructuralSchema known = schema.get();
    switch (value) {
      case JsonObject object ->
          object.forEach(
              (name, field) -> check(known.below(name), field, step(known, path, name), errors));
      case JsonArray array -> {
        repeated(known, array, path, errors);
        for (int i = 0; i < array.size(); i++) {
          check(known.items(), array.get(i), path.index(i), errors);
        }
      }
      default -> {}
    }
  }

  private static FieldPath step(StructuralSchema schema, FieldPath path, String name) {
    return schema.properties().containsKey(name) ? path.child(name) : path.key(name);
  }

  private static void repeated(
      StructuralSchema schema, JsonArray list, FieldPath path, List<FieldError> errors) {
    boolean map = schema.listType().equals("map");
    if (!map && !schema.listType().equals("set")) {
      return;
    }
    for (int i = 0; map && i < list.size(); i++) {
      Object item = list.get(i);
      if (item != JsonNull.NULL && !(item instanceof JsonObject)) {
        errors.add(
            FieldError.invalid(
                path.index(i), item, "must be an object for an array of list-type map"));
        return;
      }
    }
    Map<Object, Integer> seen = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      Object identity = map ? keys(schema, list.get(i)) : list.get(i);
      // Said once of each, however often it comes again.
      if (seen.merge(identity, 1, Integer::sum) == 2) {
        errors.add(FieldError.duplicate(path.index(i), identity));
      }
    }
  }

  /// A null has no keys.
  private static JsonObject keys(StructuralSchema schema, Object value) {
    JsonObject keys = JsonObject.EMPTY;
    if (!(value instanceof JsonObject item)) {
      return keys;
    }
    for (String key : schema.listMapKeys()) {
      Object part = item.get(key);
      keys = part == null ? keys : keys.with(key, part);
    }
    return keys;
  }
}
