package dev.podium.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What calls of Kubernetes' own functions cost at most, without their arguments.
///
/// Upstream: EstimateCallCost in apiserver/pkg/cel/library/cost.go.
///
/// @param sizes of what the expression does not say itself
record CallCosts(SizeLimits sizes) {
  static final double TRAVERSAL = 0.1;
  static final double REGEX = 0.25;
  private static final CostRange ACCESS_CHECK = CostRange.of(350_000);
  private static final CostRange ADDRESS = new CostRange(4, 16);

  /// A call that makes a list.
  static final long COPY = 11;

  private static final long LONGEST_FORMAT = 64;
  private static final long LONGEST_FORMAT_REGEX = 128;

  /// A part of an expression.
  ///
  /// @param path from a variable; empty where it is computed
  /// @param size as far as the expression itself tells
  record Node(
      List<String> path, CelType type, Optional<CelExpr> expression, Optional<CostRange> size) {}

  /// @param size of the result; empty where it is not known or has none
  record Cost(CostRange cost, Optional<CostRange> size) {
    Cost(CostRange cost) {
      this(cost, Optional.empty());
    }

    Cost(CostRange cost, CostRange size) {
      this(cost, Optional.of(size));
    }
  }

  /// Empty where the language itself has to know.
  Optional<Cost> of(String function, String overload, Optional<Node> target, List<Node> arguments) {
    return switch (function) {
      case "check" -> Optional.of(new Cost(ACCESS_CHECK));
      case "serviceAccount", "path", "group", "resource", "subresource", "namespace", "name" ->
          one();
      case "fieldSelector", "labelSelector" -> arguments.stream().findFirst().map(this::parsed);
      case "allowed", "reason", "error", "errored", "format.named" -> one();
      case "masked", "prefixLength", "family", "isUnspecified", "isLoopback" -> one();
      case "isLinkLocalMulticast", "isLinkLocalUnicast", "isGlobalUnicast" -> one();
      case "sign", "asInteger", "isInteger", "asApproximateFloat", "isGreaterThan" -> one();
      case "isLessThan", "compareTo", "add", "sub", "major", "minor", "patch" -> one();
      case "getScheme", "getHostname", "getHost", "getPort", "getEscapedPath", "getQuery" -> one();
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> target.map(this::traversed);
      case "url" -> arguments.stream().findFirst().map(this::parsed);
      case "jsonpatch.escapeKey" -> arguments.stream().findFirst().map(this::rewritten);
      case "lowerAscii", "upperAscii", "substring", "trim" -> target.map(this::rewritten);
      case "replace" ->
          target.filter(_ -> arguments.size() >= 2).map(text -> replaced(text, arguments));
      case "split" -> target.map(text -> split(text, arguments));
      case "join" -> target.map(list -> joined(list, arguments));
      case "find", "findAll" ->
          target.filter(_ -> !arguments.isEmpty()).map(text -> found(text, arguments.getFirst()));
      case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
          arguments.stream().findFirst().map(this::parsed);
      case "validate" -> arguments.stream().findFirst().map(this::validated);
      case "ip" ->
          overload.equals("cidr_ip") ? one() : arguments.stream().findFirst().map(this::parsed);
      case "ip.isCanonical" ->
          arguments.stream().findFirst().map(text -> new Cost(size(text).times(2 * TRAVERSAL)));
      case "containsIP", "containsCIDR" ->
          target
              .filter(_ -> !arguments.isEmpty())
              .map(_ -> contained(function, overload, arguments.getFirst()));
      case "slice" -> target.map(list -> sliced(list, arguments));
      case "lists.range" ->
          arguments.stream()
              .findFirst()
              .map(size -> copied(CostRange.of(literal(size).orElse(CostRange.NO_LIMIT)), 1));
      case "reverse" -> target.map(list -> copied(size(list), 1));
      case "flatten" ->
          target.map(list ->
              copied(
                  size(list),
                  arguments.isEmpty()
                      ? 1
                      : literal(arguments.getFirst()).orElse(CostRange.NO_LIMIT)));
      case "distinct", "sort" -> target.map(this::squared);
      case "@sortByAssociatedKeys" -> arguments.stream().findFirst().map(this::squared);
      case "sets.contains", "sets.intersects" -> Optional.of(compared(arguments, 1));
      case "sets.equivalent" -> Optional.of(compared(arguments, 2));
      case "_==_" -> equality(arguments);
      default -> Optional.empty();
    };
  }

  private static Optional<Cost> one() {
    return Optional.of(new Cost(CostRange.ONE));
  }

  CostRange size(Node node) {
    return node.size()
        .or(() ->
            sizes.most(node.path()).stream().mapToObj(most -> new CostRange(0, most)).findFirst())
        .orElse(CostRange.UNKNOWN);
  }

  private Cost parsed(Node text) {
    return new Cost(size(text).times(TRAVERSAL));
  }

  private Cost validated(Node text) {
    return new Cost(size(text).times(TRAVERSAL).times(LONGEST_FORMAT_REGEX * REGEX));
  }

  private Cost rewritten(Node text) {
    return new Cost(size(text).times(TRAVERSAL), size(text));
  }

  /// Every item is looked at, and texts are read.
  private Cost traversed(Node list) {
    Optional<Node> items = items(list);
    if (items.isEmpty()) {
      return new Cost(size(list).times(TRAVERSAL));
    }
    CelKind kind = items.get().type().kind();
    boolean text = kind == CelKind.STRING || kind == CelKind.BYTES;
    CostRange each = text ? CostRange.ONE.plus(size(items.get()).times(TRAVERSAL)) : CostRange.ONE;
    return new Cost(size(list).times(each));
  }

  private static Optional<Node> items(Node list) {
    return list.type().parameters().stream()
        .findFirst()
        .map(type ->
            new Node(
                list.path().isEmpty() ? List.of() : step(list.path(), SizeLimits.ITEMS),
                type,
                Optional.empty(),
                Optional.empty()));
  }

  /// A path with one more step.
  static List<String> step(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private Cost replaced(Node text, List<Node> arguments) {
    CostRange size = size(text);
    CostRange from = size(arguments.get(0));
    CostRange to = size(arguments.get(1));
    long most =
        from.min() == 0
            ? CostRange.sum(CostRange.product(CostRange.sum(size.max(), 1), to.max()), size.max())
            : to.max() <= from.min()
                ? size.max()
                : CostRange.product(quotient(size.max(), from.min()), to.max());
    long least =
        from.max() == 0
            ? CostRange.sum(CostRange.product(CostRange.sum(size.min(), 1), to.min()), size.min())
            : from.max() <= to.min()
                ? size.min()
                : CostRange.product(quotient(size.min(), from.max()), to.min());
    return new Cost(size.times(2 * TRAVERSAL), new CostRange(least, most));
  }

  private static long quotient(long a, long b) {
    return (long) Math.ceil((double) a / b);
  }

  private Cost split(Node text, List<Node> arguments) {
    long most =
        arguments.stream()
            .skip(1)
            .findFirst()
            .flatMap(Node::expression)
            .filter(limit -> limit.getKind() == CelExpr.ExprKind.Kind.CONSTANT)
            .map(CelExpr::constant)
            .filter(limit -> limit.getKind() == CelConstant.Kind.INT64_VALUE)
            // A negative limit is none.
            .map(limit -> limit.int64Value() < 0 ? CostRange.NO_LIMIT : limit.int64Value())
            .orElse(size(text).max());
    return new Cost(size(text).times(2 * TRAVERSAL), new CostRange(0, most));
  }

  private static OptionalLong literal(Node node) {
    return node.expression()
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CONSTANT)
        .map(CelExpr::constant)
        .filter(constant -> constant.getKind() == CelConstant.Kind.INT64_VALUE)
        .map(constant -> OptionalLong.of(constant.int64Value()))
        .orElse(OptionalLong.empty());
  }

  private Cost sliced(Node list, List<Node> arguments) {
    long start = literal(arguments.get(0)).orElse(0);
    long end = literal(arguments.get(1)).orElse(size(list).max());
    // Upstream's numbers have no sign.
    return copied(CostRange.of(end < start ? CostRange.NO_LIMIT : end - start), 1);
  }

  /// A new list is made, of items that each cost the factor.
  private static Cost copied(CostRange size, double factor) {
    return new Cost(size.times(factor).plus(CostRange.of(COPY)), size);
  }

  /// Each item is compared with each, texts by reading them.
  private Cost squared(Node list) {
    boolean text =
        items(list)
            .map(item -> item.type().kind())
            .filter(kind -> kind == CelKind.STRING || kind == CelKind.BYTES)
            .isPresent();
    return copied(size(list).times(size(list)), text ? 2 + TRAVERSAL : 2);
  }

  private Cost joined(Node list, List<Node> arguments) {
    CostRange count = size(list);
    CostRange size = items(list).map(item -> count.times(size(item))).orElse(CostRange.ZERO);
    if (!arguments.isEmpty()) {
      CostRange separators =
          new CostRange(Math.max(0, count.min() - 1), Math.max(0, count.max() - 1));
      size = size.plus(size(arguments.getFirst()).times(separators));
    }
    return new Cost(size.times(TRAVERSAL), size);
  }

  /// One character more, or an empty text would make any pattern free.
  private Cost found(Node text, Node pattern) {
    return new Cost(matched(size(text), size(pattern)), new CostRange(0, size(text).max()));
  }

  static CostRange matched(CostRange text, CostRange pattern) {
    return text.plus(CostRange.ONE).times(TRAVERSAL).times(pattern.times(REGEX));
  }

  private Cost contained(String function, String overload, Node other) {
    CostRange cost = ADDRESS.plus(ADDRESS).times(TRAVERSAL);
    if (function.equals("containsCIDR")) {
      cost = cost.plus(ADDRESS.times(TRAVERSAL)).plus(CostRange.ONE);
    }
    return new Cost(overload.endsWith("_string") ? cost.plus(size(other).times(TRAVERSAL)) : cost);
  }

  private Cost compared(List<Node> lists, double factor) {
    CostRange pairs = size(lists.get(0)).times(size(lists.get(1)));
    return new Cost(pairs.times(factor).plus(CostRange.ONE));
  }

  /// Values of Kubernetes' own types are compared at once.
  private static Optional<Cost> equality(List<Node> arguments) {
    CelType type = arguments.getFirst().type();
    if (arguments.size() != 2 || !type.equals(arguments.get(1).type())) {
      return Optional.empty();
    }
    if (type.equals(KubernetesTypes.FORMAT)) {
      return Optional.of(new Cost(new CostRange(1, LONGEST_FORMAT).times(TRAVERSAL)));
    }
    return KubernetesTypes.isOne(type) ? one() : Optional.empty();
  }
}
