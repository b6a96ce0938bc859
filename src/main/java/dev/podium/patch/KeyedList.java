package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.SchemaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A list that strategic merge patches merge: of objects by a key, or of scalars, where the key is
/// empty.
///
/// Upstream: `mergeSlice` and `normalizeElementOrder` in
/// apimachinery/pkg/util/strategicpatch/patch.go.
final class KeyedList {
  private final String mergeKey;
  private final SchemaType items;

  KeyedList(String mergeKey, SchemaType items) {
    this.mergeKey = mergeKey;
    this.items = items;
  }

  static JsonArray array(Object value) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw wrongType("[]interface {}", value);
  }

  /// The list after the patch: patched items in the patch's order, the others in their own, both
  /// interleaved as they stood.
  JsonArray merge(JsonArray original, JsonArray patch) {
    if (original.isEmpty() && patch.isEmpty()) {
      return original;
    }
    if (!objects(original, patch)) {
      LinkedHashSet<Object> all = new LinkedHashSet<>(original.asList());
      all.addAll(patch.asList());
      return order(JsonArray.of(all), patch, original);
    }
    if (mergeKey.isEmpty()) {
      throw StrategicMerge.failure("cannot merge lists without merge key for type struct");
    }
    List<Object> merged = new ArrayList<>(original.asList());
    List<Object> given = new ArrayList<>();
    if (directives(merged, given, patch)) {
      return order(JsonArray.of(given), JsonArray.EMPTY, JsonArray.of(given));
    }
    JsonArray remaining = JsonArray.of(merged);
    for (Object item : given) {
      mergeItem(merged, (JsonObject) item);
    }
    return order(JsonArray.of(merged), JsonArray.of(given), remaining);
  }

  /// The list without the scalars that the patch names.
  JsonArray delete(JsonArray original, JsonArray named) {
    if (original.isEmpty() && named.isEmpty()) {
      return original;
    }
    if (objects(original, named)) {
      return merge(original, named);
    }
    List<Object> doomed = named.asList();
    return JsonArray.of(original.stream().filter(item -> !doomed.contains(item)).toList());
  }

  /// Carries out `$patch` items on `merged` and collects the others; true where the list is to be
  /// replaced by those.
  private boolean directives(List<Object> merged, List<Object> given, JsonArray patch) {
    boolean replace = false;
    for (Object item : patch) {
      JsonObject object = (JsonObject) item;
      Object directive = object.get(StrategicMerge.DIRECTIVE);
      if (directive == null) {
        given.add(object);
        continue;
      }
      switch (GoText.plain(directive)) {
        case "delete" -> {
          Object key = key(object);
          merged.removeIf(existing -> key.equals(object(existing).get(mergeKey)));
        }
        case "replace" -> replace = true;
        case "merge" ->
            throw StrategicMerge.failure("merging lists cannot yet be specified in the patch");
        default -> throw StrategicMerge.unknownDirective(directive, object);
      }
    }
    return replace;
  }

  private void mergeItem(List<Object> merged, JsonObject item) {
    Object key = key(item);
    for (int i = 0; i < merged.size(); i++) {
      JsonObject existing = object(merged.get(i));
      if (key.equals(existing.get(mergeKey))) {
        merged.set(i, StrategicMerge.merge(existing, item, items));
        return;
      }
    }
    merged.add(item);
  }

  /// Brings the items that `order` names into its order, and puts each other item before the first
  /// of them that it preceded in `server`.
  JsonArray order(JsonArray list, JsonArray order, JsonArray server) {
    List<Object> wanted = keys(order);
    List<Object> served = keys(server);
    List<Object> named = new ArrayList<>();
    List<Object> others = new ArrayList<>();
    for (Object item : list) {
      (wanted.contains(keyOf(item)) ? named : others).add(item);
    }
    named.sort(Comparator.comparingInt(item -> wanted.indexOf(keyOf(item))));
    others.sort(Comparator.comparingInt(item -> served.indexOf(keyOf(item))));
    List<Object> result = new ArrayList<>(list.size());
    int next = 0;
    for (Object item : named) {
      int place = served.indexOf(keyOf(item));
      while (next < others.size() && served.indexOf(keyOf(others.get(next))) < place) {
        result.add(others.get(next++));
      }
      result.add(item);
    }
    result.addAll(others.subList(next, others.size()));
    return JsonArray.of(result);
  }

  /// Refuses a patch whose items stand in another order than its `$setElementOrder` has, or are not
  /// in it.
  void checkOrder(JsonArray patch, JsonArray order) {
    if (patch.isEmpty() || order.isEmpty()) {
      return;
    }
    int at = 0;
    for (Object item : patch) {
      if (!mergeKey.isEmpty() && object(item).has(StrategicMerge.DIRECTIVE)) {
        continue;
      }
      Object key = keyOf(item);
      while (at < order.size() && !key.equals(keyOf(order.get(at)))) {
        at++;
      }
      if (at++ >= order.size()) {
        throw StrategicMerge.failure(
            "The order in patch list:\n"
                + GoText.plain(patch)
                + "\n doesn't match $setElementOrder list:\n"
                + GoText.plain(order)
                + "\n");
      }
    }
  }

  /// Refuses items of different types, and lists in lists.
  static void requireOneKind(JsonArray original, JsonArray patch) {
    Object first = null;
    for (JsonArray list : List.of(original, patch)) {
      for (Object item : list) {
        if (item instanceof JsonArray && first == null) {
          throw Patch.unprocessable();
        }
        if (first != null && !GoConversion.goType(first).equals(GoConversion.goType(item))) {
          throw StrategicMerge.failure(
              "list element types are not identical: ["
                  + GoText.plain(original)
                  + " "
                  + GoText.plain(patch)
                  + "]");
        }
        first = item;
      }
    }
    if (first == null) {
      throw StrategicMerge.failure("no elements in any of the given slices");
    }
  }

  private static boolean objects(JsonArray original, JsonArray patch) {
    requireOneKind(original, patch);
    return (original.isEmpty() ? patch : original).get(0) instanceof JsonObject;
  }

  private List<Object> keys(JsonArray list) {
    return list.stream().map(this::keyOf).toList();
  }

  private Object keyOf(Object item) {
    return mergeKey.isEmpty() ? item : key(object(item));
  }

  private Object key(JsonObject item) {
    Object key = item.get(mergeKey);
    if (key == null) {
      throw StrategicMerge.failure(
          "map: " + GoText.plain(item) + " does not contain declared merge key: " + mergeKey);
    }
    return key;
  }

  private static JsonObject object(Object item) {
    if (item instanceof JsonObject object) {
      return object;
    }
    throw wrongType("map[string]interface {}", item);
  }

  private static ApiException wrongType(String expected, @Nullable Object actual) {
    return StrategicMerge.failure(
        "expected a "
            + expected
            + ", but received a "
            + GoConversion.goType(Objects.requireNonNull(actual)));
  }
}
