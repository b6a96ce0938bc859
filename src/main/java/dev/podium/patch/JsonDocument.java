package dev.podium.patch;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The document that a JSON patch works on, one operation after the other.
///
/// Upstream: the containers of evanphx/json-patch v4, patch.go (`findObject`, `partialDoc`,
/// `partialArray`). Every failure is the same 422.
final class JsonDocument {
  /// The bound that apiserver/pkg/server/config.go sets on what copies may add
  /// (JSONPatchMaxCopyBytes).
  private static final long MAX_COPIED_BYTES = 3 << 20;

  private Object root;
  private long copiedBytes;

  JsonDocument(JsonObject root) {
    this.root = root;
  }

  Object root() {
    return root;
  }

  /// The value at a path; null for a field that its object has not.
  Object get(String path) {
    if (path.isEmpty()) {
      return root;
    }
    String[] steps = steps(path);
    Object container = root;
    for (int i = 1; i < steps.length - 1; i++) {
      container = child(container, decode(steps[i]));
    }
    return child(container, decode(steps[steps.length - 1]));
  }

  void add(String path, Object value) {
    edit(
        path,
        (container, key) ->
            switch (container) {
              case JsonObject object -> object.with(key, value);
              case JsonArray array when key.equals("-") -> array.plus(value);
              case JsonArray array -> {
                List<Object> items = new ArrayList<>(array.asList());
                items.add(index(key, items.size() + 1), value);
                yield JsonArray.of(items);
              }
              default -> throw Patch.unprocessable();
            });
  }

  void remove(String path) {
    edit(
        path,
        (container, key) ->
            switch (container) {
              case JsonObject object when object.has(key) -> object.without(key);
              case JsonArray array -> {
                List<Object> items = new ArrayList<>(array.asList());
                items.remove(index(key, items.size()));
                yield JsonArray.of(items);
              }
              default -> throw Patch.unprocessable();
            });
  }

  void replace(String path, Object value) {
    if (path.isEmpty()) {
      if (!(value instanceof JsonObject || value instanceof JsonArray)) {
        throw Patch.unprocessable();
      }
      root = value;
      return;
    }
    edit(
        path,
        (container, key) ->
            switch (container) {
              case JsonObject object -> object.with(key, value);
              case JsonArray array -> {
                List<Object> items = new ArrayList<>(array.asList());
                items.set(index(key, items.size()), value);
                yield JsonArray.of(items);
              }
              default -> throw Patch.unprocessable();
            });
  }

  void copy(String path, Object value) {
    if (Json.isDeeper(value, Json.MAX_DEPTH)) {
      throw Patch.unprocessable();
    }
    copiedBytes += value == JsonNull.NULL ? 0 : Json.bytes(value).length;
    if (copiedBytes > MAX_COPIED_BYTES) {
      throw Patch.unprocessable();
    }
    add(path, value);
  }

  @FunctionalInterface
  private interface Change {
    Object apply(Object container, String key);
  }

  private void edit(String path, Change change) {
    String[] steps = steps(path);
    if (steps.length > Json.MAX_DEPTH) {
      throw Patch.unprocessable();
    }
    root = edit(root, steps, 1, change);
  }

  private static Object edit(Object container, String[] steps, int at, Change change) {
    String key = decode(steps[at]);
    if (at == steps.length - 1) {
      return change.apply(container, key);
    }
    UnaryOperator<Object> deeper = child -> edit(child, steps, at + 1, change);
    Object child = deeper.apply(child(container, key));
    if (container instanceof JsonObject object) {
      return object.with(key, child);
    }
    List<Object> items = new ArrayList<>(((JsonArray) container).asList());
    items.set(index(key, items.size()), child);
    return JsonArray.of(items);
  }

  private static Object child(Object container, String key) {
    return switch (container) {
      case JsonObject object -> {
        Object value = object.get(key);
        yield value == null ? JsonNull.NULL : value;
      }
      case JsonArray array -> array.get(index(key, array.size()));
      default -> throw Patch.unprocessable();
    };
  }

  /// Everything before the first slash counts for nothing, as upstream splits the path.
  private static String[] steps(String path) {
    String[] steps = path.split("/", -1);
    if (steps.length < 2) {
      throw Patch.unprocessable();
    }
    return steps;
  }

  private static String decode(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  private static int index(String key, int size) {
    try {
      int index = Integer.parseInt(key);
      int counted = index < 0 ? index + size : index;
      if (counted >= 0 && counted < size) {
        return counted;
      }
    } catch (NumberFormatException e) {
      throw Patch.unprocessable();
    }
    throw Patch.unprocessable();
  }
}
