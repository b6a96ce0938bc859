package dev.podium.cel;

import dev.podium.cel.ValueType.Identity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// When two values are the same: numbers by value whatever their kind, sets and keyed lists of a
/// schema in any order.
///
/// Upstream: Equal of unstructuredSetList and unstructuredMapList in
/// apiserver/pkg/cel/common/values.go.
final class Equality {
  private Equality() {}

  static boolean equal(Object one, Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return a instanceof Long m && b instanceof Long n
          ? m.equals(n)
          : a.doubleValue() == b.doubleValue();
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      return lists(a, b);
    }
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      return maps(a, b);
    }
    return one.equals(other);
  }

  private static boolean lists(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    if (one instanceof JsonListView a && a.type().identity() != Identity.ORDER) {
      return new HashSet<Object>(a.json().asList()).equals(jsonSet(other));
    }
    for (int i = 0; i < one.size(); i++) {
      if (!equal(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static HashSet<Object> jsonSet(List<?> list) {
    HashSet<Object> set = new HashSet<>();
    list.forEach(item -> set.add(Values.toJson(item)));
    return set;
  }

  private static boolean maps(Map<?, ?> one, Map<?, ?> other) {
    return one.size() == other.size()
        && !(one instanceof JsonMapView a && other instanceof JsonMapView b && !a.hasSameUnknown(b))
        && one.entrySet().stream()
            .allMatch(entry -> {
              Object theirs = other.get(entry.getKey());
              return theirs != null && equal(entry.getValue(), theirs);
            });
  }
}
