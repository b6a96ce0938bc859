package dev.podium.schema.decode;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;

/// A number that is no 64-bit integer, as it was written: errors cite it and quantities are read
/// from it.
///
/// Stands only in the trees that [RawReader] makes, never in an object.
record NumberText(String text) {
  /// The number where no type is asked of it: upstream's floating point.
  Double number() {
    return Double.valueOf(text);
  }

  /// A tree without such texts and without repeated fields, the last of which counts; the very
  /// instance where there are none.
  static Object plain(Object value) {
    return switch (value) {
      case NumberText number -> number.number();
      case JsonObject object -> plain(object);
      case JsonArray array -> plain(array);
      default -> value;
    };
  }

  private static JsonObject plain(JsonObject object) {
    boolean same = true;
    JsonObject.Builder fields = new JsonObject.Builder(object.size());
    for (int i = 0; i < object.size(); i++) {
      String key = object.keyAt(i);
      boolean last = true;
      for (int j = i + 1; last && j < object.size(); j++) {
        last = !object.keyAt(j).equals(key);
      }
      Object value = plain(object.valueAt(i));
      same = same && last && value == object.valueAt(i);
      if (last) {
        fields.add(key, value);
      }
    }
    return same ? object : fields.build();
  }

  private static JsonArray plain(JsonArray array) {
    boolean same = true;
    Object[] items = new Object[array.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = plain(array.get(i));
      same = same && items[i] == array.get(i);
    }
    return same ? array : JsonArray.owning(items);
  }
}
