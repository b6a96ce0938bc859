package dev.podium.schema.decode;

import dev.podium.object.JsonObject;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Objects that stand for Go maps: sorted by key, each key once.
final class SortedFields {
  /// Go's order of strings is that of their bytes in UTF-8, which is that of code points.
  private static final Comparator<String> BYTE_ORDER =
      (left, right) -> {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
          char l = left.charAt(i);
          char r = right.charAt(i);
          if (l != r) {
            // Surrogates stand for code points beyond all other chars.
            boolean mixed = Character.isSurrogate(l) != Character.isSurrogate(r);
            return mixed ? (Character.isSurrogate(l) ? 1 : -1) : Character.compare(l, r);
          }
        }
        return Integer.compare(left.length(), right.length());
      };

  private SortedFields() {}

  /// The fields in order; of a repeated one, which is reported, the last. The very instance where
  /// they already are in order.
  static JsonObject of(JsonObject tree, DecodePath path) {
    if (isSorted(tree)) {
      return tree;
    }
    Map<String, Object> sorted = new TreeMap<>(BYTE_ORDER);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tree.size(); i++) {
      if (!seen.add(tree.keyAt(i))) {
        path.duplicate(tree.keyAt(i));
      }
      sorted.put(tree.keyAt(i), tree.valueAt(i));
    }
    JsonObject.Builder fields = new JsonObject.Builder(sorted.size());
    sorted.forEach(fields::add);
    return fields.build();
  }

  private static boolean isSorted(JsonObject tree) {
    for (int i = 1; i < tree.size(); i++) {
      if (BYTE_ORDER.compare(tree.keyAt(i - 1), tree.keyAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
