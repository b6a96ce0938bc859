package dev.podium.resources.fields;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What differs between two values, for people to read: a line with `-` for what was and one with
/// `+` for what is wanted, inside the structure that holds them.
///
/// Upstream prints go-cmp's form of its internal types, which promises nobody to stay as it is.
public final class Difference {
  private final StringBuilder text = new StringBuilder();

  private Difference() {}

  /// @param type what the whole is called, such as `core.PodSpec`
  public static String between(String type, JsonObject old, JsonObject wanted) {
    Difference difference = new Difference();
    difference.line(' ', 0, type + "{");
    difference.fields(old, wanted, 1);
    difference.line(' ', 0, "}");
    return difference.text.toString();
  }

  private void fields(JsonObject old, JsonObject wanted, int depth) {
    Set<String> keys = new LinkedHashSet<>(old.keys());
    keys.addAll(wanted.keys());
    for (String key : keys) {
      values(goName(key) + ": ", old.get(key), wanted.get(key), depth);
    }
  }

  private void values(String label, @Nullable Object old, @Nullable Object wanted, int depth) {
    if (old != null && old.equals(wanted)) {
      return;
    }
    if (old instanceof JsonObject a && wanted instanceof JsonObject b) {
      line(' ', depth, label + "{");
      fields(a, b, depth + 1);
      line(' ', depth, "},");
    } else if (old instanceof JsonArray a && wanted instanceof JsonArray b) {
      line(' ', depth, label + "{");
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        values("", i < a.size() ? a.get(i) : null, i < b.size() ? b.get(i) : null, depth + 1);
      }
      line(' ', depth, "},");
    } else {
      if (old != null) {
        line('-', depth, label + Json.write(old) + ",");
      }
      if (wanted != null) {
        line('+', depth, label + Json.write(wanted) + ",");
      }
    }
  }

  private void line(char sign, int depth, String content) {
    text.append(sign).append(' ').append("\t".repeat(depth)).append(content).append('\n');
  }

  private static String goName(String field) {
    return field.isEmpty() ? "" : Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }
}
