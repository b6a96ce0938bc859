package dev.podium.schema.decode;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A struct prepared for decoding: the place of each field by its name, and what Go writes for the
/// absent ones.
final class StructPlan {
  private static final Map<ObjectType, StructPlan> PLANS = new ConcurrentHashMap<>();

  final String goName;
  final Field[] fields;
  private final Map<String, Integer> places;
  private @Nullable Object @Nullable [] absent;

  private StructPlan(ObjectType type) {
    List<Field> all = type.fields();
    goName = type.goName();
    fields = all.toArray(Field[]::new);
    places = HashMap.newHashMap(fields.length);
    for (int i = 0; i < fields.length; i++) {
      places.put(fields[i].name(), i);
    }
  }

  static StructPlan of(ObjectType type) {
    StructPlan known = PLANS.get(type);
    return known != null ? known : PLANS.computeIfAbsent(type, StructPlan::new);
  }

  /// The place of a field, or -1.
  int place(String name) {
    return places.getOrDefault(name, -1);
  }

  /// What stands for each field that was not given; `null` for nothing. Made at first need, since
  /// types refer to themselves.
  @Nullable Object[] absent() {
    @Nullable Object[] known = absent;
    if (known == null) {
      known = new Object[fields.length];
      for (int i = 0; i < known.length; i++) {
        known[i] = fields[i].zeroValue().orElse(null);
      }
      absent = known;
    }
    return known;
  }

  /// The zero of a type without parts.
  static Object zero(Scalar scalar) {
    return switch (scalar) {
      case STRING, BYTES, DURATION -> "";
      case BOOLEAN -> false;
      case INT32, INT64, DOUBLE, INT_OR_STRING -> 0L;
      case QUANTITY -> "0";
      case TIME, MICRO_TIME -> JsonNull.NULL;
    };
  }

  /// Whether a given value is one that Go leaves out because the field holds its zero.
  static boolean leavesOut(Field field, Object value) {
    if (field.empty() != Field.Empty.OMITTED) {
      return false;
    }
    return switch (field.type()) {
      case MapType _ -> value instanceof JsonObject map && map.isEmpty();
      case ListType _ -> value instanceof JsonArray list && list.isEmpty();
      case Scalar _ -> isZero(value);
      // Pointers, and types that marshal themselves: an empty one says something.
      case ObjectType _, FreeForm _ -> false;
    };
  }

  private static boolean isZero(Object value) {
    return switch (value) {
      case String text -> text.isEmpty();
      case Long number -> number == 0;
      case Double number -> number == 0;
      case Boolean bool -> !bool;
      default -> false;
    };
  }
}
