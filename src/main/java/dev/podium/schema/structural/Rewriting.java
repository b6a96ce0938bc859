package dev.podium.schema.structural;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes a new tree of an old one, sharing what stays as it was.
final class Rewriting {
  private Rewriting() {}

  /// @param change the new value of a field; null leaves the field out
  static JsonObject fields(JsonObject object, BiFunction<String, Object, @Nullable Object> change) {
    JsonObject.Builder fields = new JsonObject.Builder(object.size());
    boolean same = true;
    for (int i = 0; i < object.size(); i++) {
      Object value = change.apply(object.keyAt(i), object.valueAt(i));
      same = same && value == object.valueAt(i);
      if (value != null) {
        fields.add(object.keyAt(i), value);
      }
    }
    return same ? object : fields.build();
  }

  /// What becomes of an item.
  @FunctionalInterface
  interface Item {
    Object change(int index, Object item);
  }

  static JsonArray items(JsonArray array, Item change) {
    Object[] items = new Object[array.size()];
    boolean same = true;
    for (int i = 0; i < items.length; i++) {
      items[i] = change.change(i, array.get(i));
      same = same && items[i] == array.get(i);
    }
    return same ? array : JsonArray.owning(items);
  }
}
