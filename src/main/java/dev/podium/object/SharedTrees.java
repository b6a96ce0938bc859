package dev.podium.object;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets objects that are alike have their like parts in common: sub-trees, strings, numbers and
/// lists of field names.
///
/// A thousand pods of one template, with the same owners of the same fields, differ in a few
/// strings each; what they do not share is what they cost. The pool only knows what it saw lately,
/// so it keeps little alive, and what it does not find is not shared, which nobody notices.
///
/// Safe for use by any thread without a lock: whatever is in the table is frozen, and a race only
/// makes it forget.
public final class SharedTrees {
  /// Places; each hash has two next to each other.
  private static final int SIZE = 1 << 15;

  /// Longer texts are seldom equal.
  private static final int LONGEST = 512;

  private final @Nullable Object[] table = new @Nullable Object[SIZE];

  /// An equal object, its parts taken from what was seen before.
  public ApiObject share(ApiObject object) {
    JsonObject shared = (JsonObject) share(object.root());
    return shared == object.root() ? object : ApiObject.of(shared);
  }

  private Object share(Object value) {
    return switch (value) {
      case JsonObject object -> object.isEmpty() ? JsonObject.EMPTY : pooled(object);
      case JsonArray array -> array.isEmpty() ? JsonArray.EMPTY : pooled(array);
      case String text when text.length() <= LONGEST -> pooled(text);
      case Long number -> pooled(number);
      default -> value;
    };
  }

  private Object pooled(Object value) {
    int slot = slot(value.hashCode());
    Object known = find(slot, value);
    if (known != null) {
      return known;
    }
    Object made =
        switch (value) {
          case JsonObject object -> object.mapped(this::names, this::share);
          case JsonArray array -> array.mapped(this::share);
          default -> value;
        };
    put(slot, made);
    return made;
  }

  private String[] names(String[] names) {
    int slot = slot(Arrays.hashCode(names));
    if (find(slot, names) instanceof String[] known) {
      return known;
    }
    String[] made = new String[names.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = (String) pooled(names[i]);
    }
    put(slot, made);
    return made;
  }

  private static int slot(int hash) {
    return (hash * 0x9E3779B9) >>> 17 & -2;
  }

  private @Nullable Object find(int slot, Object wanted) {
    for (int i = slot; i < slot + 2; i++) {
      Object there = table[i];
      if (there != null && sameText(there, wanted)) {
        return there;
      }
    }
    return null;
  }

  private void put(int slot, Object value) {
    table[slot + 1] = table[slot];
    table[slot] = value;
  }

  /// Whether both are written alike: unlike for [JsonObject#equals], the order of fields counts.
  private static boolean sameText(Object a, Object b) {
    if (a == b) {
      return true;
    }
    return switch (a) {
      case JsonObject one -> b instanceof JsonObject other && sameFields(one, other);
      case JsonArray one -> b instanceof JsonArray other && sameElements(one, other);
      case String[] one -> b instanceof String[] other && Arrays.equals(one, other);
      default -> Objects.equals(a, b);
    };
  }

  private static boolean sameFields(JsonObject a, JsonObject b) {
    if (a.size() != b.size() || a.hashCode() != b.hashCode()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.keyAt(i).equals(b.keyAt(i)) || !sameText(a.valueAt(i), b.valueAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameElements(JsonArray a, JsonArray b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!sameText(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
