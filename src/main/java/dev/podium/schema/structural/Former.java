package dev.podium.schema.structural;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.Objects;
import java.util.Optional;

/// What stood at a place before a change, where that can be told.
///
/// Items are told apart by their keys alone: in a list without, none has a past. Upstream:
/// apiserver's pkg/cel/common/equality.go (CorrelatedObject).
record Former(Optional<Object> value) {
  static final Former NONE = new Former(Optional.empty());

  static Former of(Object value) {
    return new Former(Optional.of(value));
  }

  boolean equalTo(Object now) {
    return value.filter(now::equals).isPresent();
  }

  Former field(String name) {
    return value.orElse("") instanceof JsonObject object
        ? new Former(Optional.ofNullable(object.get(name)))
        : NONE;
  }

  /// The item with the keys of `now`.
  ///
  /// @param list the schema of the list
  Former item(JsonObject list, Object now) {
    boolean keyed = list.string(StructuralSchema.LIST_TYPE).equals("map");
    if (!keyed
        || !(now instanceof JsonObject item)
        || !(value.orElse("") instanceof JsonArray before)) {
      return NONE;
    }
    return before.objects().stream()
        .filter(old -> hasSameKeys(list, old, item))
        .findFirst()
        .map(old -> of((Object) old))
        .orElse(NONE);
  }

  private static boolean hasSameKeys(JsonObject list, JsonObject one, JsonObject other) {
    return list.strings(StructuralSchema.LIST_KEYS).stream()
        .allMatch(key -> Objects.equals(one.get(key), other.get(key)));
  }
}
