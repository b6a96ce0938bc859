package dev.podium.store;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import org.jspecify.annotations.Nullable;

/// About how much memory is kept by remembering an event: what the object before it does not share
/// with the one after it.
final class Weight {
  /// The event itself and its place in the state of that moment, in bytes.
  private static final int EVENT = 600;

  private static final int VALUE = 24;
  private static final int OBJECT = 64;
  private static final int FIELD = 8;

  private Weight() {}

  /// In bytes; costs what has changed.
  static long of(StoreEvent event) {
    boolean deleted = event.type() == StoreEvent.Type.DELETED;
    return event
        .previous()
        .map(before ->
            EVENT + fields(before.root(), deleted ? JsonObject.EMPTY : event.object().root()))
        .orElse((long) EVENT);
  }

  private static long unshared(Object value, @Nullable Object other) {
    if (value == other) {
      return 0;
    }
    return switch (value) {
      case JsonObject object ->
          fields(object, other instanceof JsonObject o ? o : JsonObject.EMPTY);
      case JsonArray array -> elements(array, other instanceof JsonArray a ? a : JsonArray.EMPTY);
      case String text -> VALUE + text.length();
      default -> VALUE;
    };
  }

  private static long fields(JsonObject object, JsonObject other) {
    long weight = OBJECT + (long) FIELD * object.size();
    for (int i = 0; i < object.size(); i++) {
      weight += unshared(object.valueAt(i), other.get(object.keyAt(i)));
    }
    return weight;
  }

  private static long elements(JsonArray array, JsonArray other) {
    long weight = OBJECT;
    for (int i = 0; i < array.size(); i++) {
      weight += unshared(array.get(i), i < other.size() ? other.get(i) : null);
    }
    return weight;
  }
}
