package dev.podium.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Lists made of lists: `slice`, `flatten`, `reverse`, `distinct`, `sort` and `lists.range`.
///
/// Upstream: version 3 of cel-go's ext/lists.go, in force for new expressions since 1.35.
final class ListShapes {
  private static final String INPUT = "@__sortBy_input__";
  private static final String BY_KEYS = "@sortByAssociatedKeys";

  private static final CelType LIST = ListType.create(TypeParamType.create("T"));
  private static final CelType ANYTHING = ListType.create(SimpleType.DYN);
  private static final long LONGEST_RANGE = 1_000_000;

  private ListShapes() {}

  static Functions library() {
    Functions library =
        new Functions()
            .member(
                "slice",
                "list_slice",
                LIST,
                List.of(LIST, SimpleType.INT, SimpleType.INT),
                arguments ->
                    slice((List<?>) arguments[0], (Long) arguments[1], (Long) arguments[2]))
            .<List<?>>member(
                "flatten", "list_flatten", LIST, ListType.create(LIST), list -> flatten(list, 1))
            .<List<?>, Long>member(
                "flatten",
                "list_flatten_int",
                ANYTHING,
                ANYTHING,
                SimpleType.INT,
                ListShapes::flatten)
            .<List<?>>member("reverse", "list_reverse", LIST, LIST, List::reversed)
            .<List<?>>member("distinct", "list_distinct", LIST, LIST, ListShapes::distinct)
            .<Long>global(
                "lists.range",
                "lists_range",
                ListType.create(SimpleType.INT),
                SimpleType.INT,
                ListShapes::range);
    ListFunctions.COMPARABLE.forEach((name, type) -> {
      CelType list = ListType.create(type);
      library
          .<List<?>>member("sort", "list_" + name + "_sort", list, list, ListShapes::sort)
          .<List<?>, List<?>>member(
              BY_KEYS,
              "list_" + name + "_sortByAssociatedKeys",
              LIST,
              LIST,
              list,
              ListShapes::sortByKeys);
    });
    return library.macro(CelMacro.newReceiverMacro("sortBy", 2, ListShapes::sortBy));
  }

  /// A variable holds the list, so that it is worked out once.
  private static Optional<CelExpr> sortBy(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
    switch (target.getKind()) {
      case CONSTANT, MAP, STRUCT, NOT_SET -> {
        return Optional.of(
            factory.reportError(
                CelIssue.formatError(
                    factory.getSourceLocation(target),
                    "sortBy can only be applied to a list, identifier, comprehension, call or"
                        + " select expression")));
      }
      case LIST, SELECT, IDENT, COMPREHENSION, CALL -> {}
    }
    Optional<CelExpr> keys =
        CelStandardMacro.MAP
            .getDefinition()
            .getExpander()
            .expandMacro(factory, factory.newIdentifier(INPUT), arguments);
    return keys.map(found ->
        factory.fold(
            "#unused",
            factory.newList(),
            INPUT,
            target,
            factory.newBoolLiteral(false),
            factory.newIdentifier(INPUT),
            factory.newReceiverCall(BY_KEYS, factory.newIdentifier(INPUT), found)));
  }

  private static List<?> slice(List<?> list, long start, long end) throws CelEvaluationException {
    String call = "cannot slice(" + start + ", " + end + "), ";
    if (start < 0 || end < 0) {
      throw Functions.failure(call + "negative indexes not supported");
    }
    if (start > end) {
      throw Functions.failure(call + "start index must be less than or equal to end index");
    }
    if (list.size() < end) {
      throw Functions.failure(call + "list is length " + list.size());
    }
    return list.subList((int) start, (int) end);
  }

  private static List<?> flatten(List<?> list, long depth) throws CelEvaluationException {
    if (depth < 0) {
      throw Functions.failure("level must be non-negative");
    }
    List<Object> flat = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof List<?> nested && depth > 0) {
        flat.addAll(flatten(nested, depth - 1));
      } else {
        flat.add(item);
      }
    }
    return flat;
  }

  private static List<?> distinct(List<?> list) {
    List<Object> seen = new ArrayList<>();
    for (Object item : list) {
      if (seen.stream().noneMatch(other -> Equality.equal(item, other))) {
        seen.add(item);
      }
    }
    return seen;
  }

  private static List<Long> range(long size) throws CelEvaluationException {
    if (size < 0) {
      throw Functions.failure("lists.range: size must be non-negative, got " + size);
    }
    if (size > LONGEST_RANGE) {
      throw Functions.failure(
          "lists.range: size %d exceeds maximum allowed (%d)".formatted(size, LONGEST_RANGE));
    }
    List<Long> range = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      range.add(i);
    }
    return range;
  }

  private static List<?> sort(List<?> list) throws CelEvaluationException {
    return sortByKeys(list, list);
  }

  /// The checker lets only keys pass that can be compared, but for values of any type.
  private static List<?> sortByKeys(List<?> list, List<?> keys) throws CelEvaluationException {
    for (Object key : keys) {
      if (!key.getClass().equals(keys.getFirst().getClass())) {
        throw Functions.failure("list elements must have the same type");
      }
      ListFunctions.compare(key, key);
    }
    return IntStream.range(0, list.size())
        .boxed()
        .sorted((i, j) -> ListFunctions.order(keys.get(i), keys.get(j)).orElse(0))
        .map(list::get)
        .toList();
  }
}
