package dev.podium.cel;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// `[1, 2].sum()`, `isSorted`, `min`, `max`, `indexOf`, `lastIndexOf`.
///
/// Upstream: apiserver/pkg/cel/library/lists.go.
final class ListFunctions {
  private static final CelType ITEM = TypeParamType.create("T");
  private static final CelType LIST = ListType.create(ITEM);

  /// What can be summed, with the sum of nothing.
  private static final Map<CelType, Object> SUMMABLE =
      Map.of(
          SimpleType.INT,
          0L,
          SimpleType.UINT,
          UnsignedLong.ZERO,
          SimpleType.DOUBLE,
          0.0,
          SimpleType.DURATION,
          Duration.ZERO);

  /// What can be compared, by upstream's names and in its order: the first is what an empty list is
  /// taken for.
  static final ImmutableMap<String, CelType> COMPARABLE =
      ImmutableMap.of(
          "int", SimpleType.INT,
          "uint", SimpleType.UINT,
          "double", SimpleType.DOUBLE,
          "bool", SimpleType.BOOL,
          "google.protobuf.Duration", SimpleType.DURATION,
          "google.protobuf.Timestamp", SimpleType.TIMESTAMP,
          "string", SimpleType.STRING,
          "bytes", SimpleType.BYTES);

  private ListFunctions() {}

  static Functions library() {
    Functions library =
        new Functions()
            .<List<?>, Object>member(
                "indexOf",
                "list_a_index_of_int",
                SimpleType.INT,
                LIST,
                ITEM,
                ListFunctions::indexOf)
            .<List<?>, Object>member(
                "lastIndexOf",
                "list_a_last_index_of_int",
                SimpleType.INT,
                LIST,
                ITEM,
                ListFunctions::lastIndexOf);
    COMPARABLE.forEach((name, item) -> {
      CelType list = ListType.create(item);
      library
          .<List<?>>member(
              "isSorted",
              "list_" + name + "_is_sorted_bool",
              SimpleType.BOOL,
              list,
              ListFunctions::isSorted)
          .<List<?>>member(
              "max", "list_" + name + "_max_" + name, item, list, all -> extreme(all, "max", 1))
          .<List<?>>member(
              "min", "list_" + name + "_min_" + name, item, list, all -> extreme(all, "min", -1));
      Object zero = SUMMABLE.get(item);
      if (zero != null) {
        library.<List<?>>member(
            "sum", "list_" + name + "_sum_" + name, item, list, all -> sum(all, zero));
      }
    });
    return library;
  }

  private static boolean isSorted(List<?> list) throws CelEvaluationException {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(List<?> list, String name, int sign) throws CelEvaluationException {
    if (list.isEmpty()) {
      throw Functions.failure(name + " called on empty list");
    }
    Object best = list.getFirst();
    for (Object item : list) {
      if (compare(item, best) * sign > 0) {
        best = item;
      }
    }
    return best;
  }

  private static Object sum(List<?> list, Object zero) throws CelEvaluationException {
    Object sum = null;
    for (Object item : list) {
      sum = sum == null ? item : plus(sum, item);
    }
    return sum == null ? zero : sum;
  }

  private static Object plus(Object one, Object other) throws CelEvaluationException {
    try {
      if (one instanceof Long a && other instanceof Long b) {
        return Math.addExact(a, b);
      }
      if (one instanceof Duration a && other instanceof Duration b) {
        return a.plus(b);
      }
    } catch (ArithmeticException _) {
      throw Functions.failure("integer overflow");
    }
    if (one instanceof Number a && other instanceof Number b) {
      return a.doubleValue() + b.doubleValue();
    }
    throw noOverload();
  }

  private static CelEvaluationException noOverload() {
    return Functions.failure("no such overload");
  }

  static int compare(Object one, Object other) throws CelEvaluationException {
    OptionalInt order = order(one, other);
    if (order.isEmpty()) {
      throw noOverload();
    }
    return order.getAsInt();
  }

  /// As `compareTo`; empty where the two cannot be compared.
  static OptionalInt order(Object one, Object other) {
    if (one instanceof Long a && other instanceof Long b) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (one instanceof Number a && other instanceof Number b) {
      return OptionalInt.of(Double.compare(a.doubleValue(), b.doubleValue()));
    }
    if (one instanceof String a && other instanceof String b) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (one instanceof Boolean a && other instanceof Boolean b) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (one instanceof Instant a && other instanceof Instant b) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (one instanceof Duration a && other instanceof Duration b) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (one instanceof CelByteString a && other instanceof CelByteString b) {
      return OptionalInt.of(CelByteString.unsignedLexicographicalComparator().compare(a, b));
    }
    return OptionalInt.empty();
  }

  private static long indexOf(List<?> list, Object item) {
    for (int i = 0; i < list.size(); i++) {
      if (Equality.equal(list.get(i), item)) {
        return i;
      }
    }
    return -1;
  }

  private static long lastIndexOf(List<?> list, Object item) {
    for (int i = list.size() - 1; i >= 0; i--) {
      if (Equality.equal(list.get(i), item)) {
        return i;
      }
    }
    return -1;
  }
}
