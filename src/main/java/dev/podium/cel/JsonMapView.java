package dev.podium.cel;

import dev.podium.cel.ValueType.Member;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A JSON object as the map that expressions work with.
final class JsonMapView extends AbstractMap<String, Object> implements JsonView {
  private final JsonObject object;

  /// The field that an expression's name means; nothing where the type has none of that name.
  private final Function<String, @Nullable Member> members;

  private final boolean structure;

  private JsonMapView(
      JsonObject object, Function<String, @Nullable Member> members, boolean structure) {
    this.object = object;
    this.members = members;
    this.structure = structure;
  }

  /// A map whose keys are data.
  static JsonMapView of(JsonObject object, ValueType values) {
    return new JsonMapView(object, key -> new Member(key, values), false);
  }

  static JsonMapView of(JsonObject object, Structure type) {
    return new JsonMapView(object, key -> type.member(key).orElse(null), true);
  }

  @Override
  public JsonObject json() {
    return object;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    Member member = members.apply(name);
    if (member == null) {
      return null;
    }
    Object value = object.get(member.jsonName());
    // A field that is null is as good as absent; a null among data is a value.
    return value == null || (structure && value == JsonNull.NULL)
        ? null
        : Values.of(value, member.type());
  }

  /// Whether two objects have the same fields of whatever name, those that no schema tells of
  /// included.
  boolean hasSameUnknown(JsonMapView other) {
    return !structure || unknown().equals(other.unknown());
  }

  private JsonObject unknown() {
    JsonObject rest = object;
    for (String name : object.keys()) {
      boolean known = FieldNames.escape(name).filter(key -> members.apply(key) != null).isPresent();
      rest = known ? rest.without(name) : rest;
    }
    return rest;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return object.size();
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    Map<String, Object> all = LinkedHashMap.newLinkedHashMap(object.size());
    object.forEach((name, _) -> {
      String key = structure ? FieldNames.escape(name).orElse(name) : name;
      Object value = get(key);
      if (value != null) {
        all.put(key, value);
      }
    });
    return all.entrySet();
  }
}
