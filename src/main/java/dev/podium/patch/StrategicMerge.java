package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.FreeForm;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How one level of an object takes up one level of a strategic merge patch.
///
/// Upstream: apimachinery/pkg/util/strategicpatch/patch.go, `mergeMap` and what it calls, with the
/// options of the server side. Errors that upstream does not give a Status are 500s with its text.
final class StrategicMerge {
  static final String DIRECTIVE = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String ORDER = "$setElementOrder";
  private static final String DELETE = "$deleteFromPrimitiveList";

  private final Map<String, Object> merged;
  private final Map<String, Object> patch;
  private final SchemaType type;

  private StrategicMerge(JsonObject original, JsonObject patch, SchemaType type) {
    this.merged = LinkedHashMap.newLinkedHashMap(original.size() + patch.size());
    original.forEach(merged::put);
    this.patch = LinkedHashMap.newLinkedHashMap(patch.size());
    patch.forEach(this.patch::put);
    this.type = type;
  }

  static JsonObject merge(JsonObject original, JsonObject patch, SchemaType type) {
    Object directive = patch.get(DIRECTIVE);
    if (directive != null) {
      return switch (GoText.plain(directive)) {
        case "replace" -> patch.without(DIRECTIVE);
        case "delete" -> JsonObject.EMPTY;
        default -> throw unknownDirective(directive, patch);
      };
    }
    return new StrategicMerge(original, patch, type).merge();
  }

  private JsonObject merge() {
    retainKeys();
    for (String key : List.copyOf(patch.keySet())) {
      if (key.startsWith(ORDER)) {
        orderedList(key);
      }
    }
    patch.forEach((key, value) -> {
      if (key.startsWith(DELETE)) {
        field(listName(key, DELETE, "invalid patch format of primitive list"), value, true);
      } else {
        field(key, value, false);
      }
    });
    return JsonObject.of(merged);
  }

  private void field(String key, Object value, boolean deletion) {
    Object original = merged.get(key);
    if (value == JsonNull.NULL) {
      merged.remove(key);
    } else if (original == null || !GoConversion.goType(original).equals(goType(value))) {
      if (!deletion) {
        put(key, withoutDirectives(withoutNulls(value)));
      }
    } else if (value instanceof JsonObject fields) {
      Lookup at = lookup(key);
      boolean replaces = at.strategies().contains(Field.PatchStrategy.REPLACE);
      merged.put(key, replaces ? fields : merge((JsonObject) original, fields, at.type()));
    } else if (value instanceof JsonArray items) {
      merged.put(key, list((JsonArray) original, items, lookup(key), deletion));
    } else {
      merged.put(key, value);
    }
  }

  private static String goType(Object value) {
    return GoConversion.goType(value);
  }

  private void put(String key, @Nullable Object value) {
    if (value == null) {
      merged.remove(key);
    } else {
      merged.put(key, value);
    }
  }

  private static JsonArray list(JsonArray original, JsonArray patch, Lookup at, boolean deletion) {
    if (!at.strategies().contains(Field.PatchStrategy.MERGE)) {
      return patch;
    }
    KeyedList list = new KeyedList(at.mergeKey(), at.items());
    return deletion ? list.delete(original, patch) : list.merge(original, patch);
  }

  /// Drops every field that `$retainKeys` does not name; the patch may set no other.
  private void retainKeys() {
    Object directive = patch.remove(RETAIN_KEYS);
    if (directive == null) {
      return;
    }
    if (!(directive instanceof JsonArray names)) {
      throw ApiException.badRequest("invalid patch format of retainKeys");
    }
    List<Object> retained = names.asList();
    patch.forEach((key, value) -> {
      boolean given = value != JsonNull.NULL && !key.startsWith(DELETE) && !key.startsWith(ORDER);
      if (given && !retained.contains(key)) {
        throw ApiException.badRequest("invalid patch format of retainKeys");
      }
    });
    merged.keySet().removeIf(key -> !retained.contains(key));
  }

  /// Merges the list that an order is given for, and brings it into that order.
  private void orderedList(String directive) {
    JsonArray order = KeyedList.array(Objects.requireNonNull(patch.remove(directive)));
    String key = listName(directive, ORDER, "invalid patch format of setElementOrder list");
    Object original = merged.get(key);
    Object given = patch.get(key);
    JsonArray originalItems = original == null ? JsonArray.EMPTY : KeyedList.array(original);
    JsonArray givenItems = given == null ? JsonArray.EMPTY : KeyedList.array(given);
    Lookup at = lookup(key);
    KeyedList list = new KeyedList(at.mergeKey(), at.items());
    list.checkOrder(givenItems, order);
    if (original == null && given == null) {
      return;
    }
    JsonArray items =
        given == null
            ? originalItems
            : original == null
                ? (JsonArray) Objects.requireNonNull(withoutDirectives(givenItems))
                : list(originalItems, givenItems, at, false);
    KeyedList.requireOneKind(originalItems, givenItems);
    merged.put(key, list.order(items, order, originalItems));
    patch.remove(key);
  }

  private static String listName(String key, String directive, String complaint) {
    if (!key.startsWith(directive + "/")) {
      throw ApiException.badRequest(complaint);
    }
    return key.substring(directive.length() + 1);
  }

  /// What a field of the merged object holds, and how it merges.
  private record Lookup(Field.Merge merge, SchemaType type) {
    java.util.Set<Field.PatchStrategy> strategies() {
      return merge.strategies();
    }

    String mergeKey() {
      return merge.patchMergeKey().orElse("");
    }

    SchemaType items() {
      return type instanceof ListType(SchemaType items, _) ? items : type;
    }
  }

  private Lookup lookup(String key) {
    return switch (type) {
      case MapType(SchemaType values) -> new Lookup(Field.Merge.NONE, values);
      case ObjectType object ->
          object
              .field(key)
              .map(field -> new Lookup(field.merge(), field.type()))
              .orElseThrow(() -> noSuchField(object.goName(), key));
      case FreeForm free when free.definition().isPresent() -> {
        String name = free.definition().get();
        throw noSuchField(name.substring(name.lastIndexOf('.') + 1), key);
      }
      case FreeForm _ -> new Lookup(Field.Merge.NONE, FreeForm.ANY);
      case Scalar scalar -> throw notMergeable(scalar.goType());
      case ListType _ -> throw notMergeable("slice");
    };
  }

  private static ApiException noSuchField(String struct, String key) {
    return failure(
        "unable to find api field in struct "
            + struct
            + " for the json field "
            + GoText.quote(key));
  }

  private static ApiException notMergeable(String kind) {
    return failure(
        "merging an object in json but data type is not map or struct, instead is: " + kind);
  }

  static ApiException unknownDirective(Object directive, JsonObject patch) {
    return failure(
        "unknown patch type: " + GoText.plain(directive) + " in map: " + GoText.plain(patch));
  }

  /// An error that upstream passes on as Go made it.
  static ApiException failure(String text) {
    return ApiException.of(500, "", text);
  }

  private static Object withoutNulls(Object value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, Object> kept = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((key, field) -> {
          if (field != JsonNull.NULL) {
            kept.put(key, withoutNulls(field));
          }
        });
        yield JsonObject.of(kept);
      }
      case JsonArray array ->
          JsonArray.of(array.stream().map(StrategicMerge::withoutNulls).toList());
      default -> value;
    };
  }

  /// Nothing for an object that is only there for its directive.
  private static @Nullable Object withoutDirectives(Object value) {
    return switch (value) {
      case JsonObject object when object.has(DIRECTIVE) -> null;
      case JsonObject object -> {
        Map<String, Object> kept = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((key, field) -> {
          Object cleaned = withoutDirectives(field);
          if (cleaned != null) {
            kept.put(key, cleaned);
          }
        });
        yield JsonObject.of(kept);
      }
      case JsonArray array -> {
        List<Object> kept = new ArrayList<>(array.size());
        for (Object item : array) {
          Object cleaned = withoutDirectives(item);
          if (cleaned != null) {
            kept.add(cleaned);
          }
        }
        yield JsonArray.of(kept);
      }
      default -> value;
    };
  }
}
