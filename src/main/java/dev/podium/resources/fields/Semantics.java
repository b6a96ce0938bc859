package dev.podium.resources.fields;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Equality in the sense in which the API means it: a list or map that is empty is one that is
/// absent.
///
/// Upstream: apimachinery/pkg/api/equality (Semantic.DeepEqual).
public final class Semantics {
  /// Fields that are maps; an empty object elsewhere says something by being there.
  private static final Set<String> MAPS =
      Set.of(
          "labels", "annotations", "nodeSelector", "matchLabels", "limits", "requests", "overhead");

  private Semantics() {}

  public static boolean equal(JsonObject one, JsonObject other) {
    if (one == other) {
      return true;
    }
    Set<String> keys = new LinkedHashSet<>(one.keys());
    keys.addAll(other.keys());
    return keys.stream().allMatch(key -> equal(key, one.get(key), other.get(key)));
  }

  private static boolean equal(String key, @Nullable Object one, @Nullable Object other) {
    boolean oneAbsent = isAbsent(key, one);
    boolean otherAbsent = isAbsent(key, other);
    if (oneAbsent || otherAbsent) {
      return oneAbsent && otherAbsent;
    }
    return equal(one, other);
  }

  private static boolean equal(@Nullable Object one, @Nullable Object other) {
    if (one instanceof JsonObject a && other instanceof JsonObject b) {
      return equal(a, b);
    }
    if (one instanceof JsonArray a && other instanceof JsonArray b) {
      return equal(a, b);
    }
    return one == other || one != null && one.equals(other);
  }

  private static boolean equal(JsonArray one, JsonArray other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!equal(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAbsent(String key, @Nullable Object value) {
    return switch (value) {
      case null -> true;
      case JsonNull _ -> true;
      case JsonArray array -> array.isEmpty();
      case JsonObject object -> object.isEmpty() && MAPS.contains(key);
      default -> false;
    };
  }
}
