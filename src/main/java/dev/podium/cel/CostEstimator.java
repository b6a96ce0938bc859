package dev.podium.cel;

import static dev.podium.cel.CallCosts.TRAVERSAL;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.podium.cel.CallCosts.Cost;
import dev.podium.cel.CallCosts.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Works out what a checked expression costs at most, from how large the values may be that it
/// meets. For one expression, by one thread.
///
/// Upstream: cel-go's checker/cost.go, with tests of presence free.
final class CostEstimator {
  private static final CostRange LIST = CostRange.of(10);
  private static final CostRange MAP = CostRange.of(30);
  private static final CostRange STRUCT = CostRange.of(40);

  private final CelAbstractSyntaxTree tree;
  private final SizeLimits limits;
  private final CallCosts calls;
  private final Map<Long, List<String>> paths = new HashMap<>();
  private final Map<Long, CostRange> sizes = new HashMap<>();
  private final Map<Long, Entries> entries = new HashMap<>();
  private final Map<String, Deque<Local>> locals = new HashMap<>();

  private CostEstimator(CelAbstractSyntaxTree tree, SizeLimits limits) {
    this.tree = tree;
    this.limits = limits;
    this.calls = new CallCosts(limits);
  }

  static CostRange estimate(CelAbstractSyntaxTree tree, SizeLimits limits) {
    return new CostEstimator(tree, limits).cost(tree.getExpr());
  }

  /// How large the keys and the values of a computed list or map are.
  private record Entries(boolean list, CostRange keys, CostRange values) {
    Entries or(Entries other) {
      return new Entries(list, keys.or(other.keys), values.or(other.values));
    }
  }

  /// A variable of a comprehension.
  private record Local(List<String> path, Optional<CostRange> size, Optional<Entries> entries) {}

  private CostRange cost(CelExpr e) {
    return switch (e.getKind()) {
      case IDENT -> ident(e);
      case SELECT -> select(e);
      case CALL -> call(e);
      case LIST -> list(e);
      case MAP -> map(e);
      case STRUCT ->
          e.struct().entries().stream()
              .map(entry -> cost(entry.value()))
              .reduce(STRUCT, CostRange::plus);
      case COMPREHENSION -> isBinding(e.comprehension()) ? binding(e) : comprehension(e);
      case CONSTANT, NOT_SET -> CostRange.ZERO;
    };
  }

  private CostRange ident(CelExpr e) {
    String name = e.ident().name();
    paths.put(e.id(), local(name).map(Local::path).orElse(List.of(name)));
    return CostRange.ONE;
  }

  private CostRange select(CelExpr e) {
    CelExpr operand = e.select().operand();
    CostRange cost = cost(operand);
    if (e.select().testOnly()) {
      return cost;
    }
    paths.put(e.id(), step(path(operand), e.select().field()));
    return switch (type(operand).kind()) {
      case MAP, STRUCT, TYPE_PARAM -> cost.plus(CostRange.ONE);
      default -> cost;
    };
  }

  private static List<String> step(List<String> path, String step) {
    return path.isEmpty() ? path : CallCosts.step(path, step);
  }

  private CostRange call(CelExpr e) {
    String function = e.call().function();
    List<CelExpr> arguments = e.call().args();
    if (function.equals("dyn")) {
      CostRange cost = cost(arguments.getFirst());
      copySizes(e, arguments.getFirst());
      return cost.plus(CostRange.ONE);
    }
    List<CostRange> costs = arguments.stream().map(this::cost).toList();
    List<Node> nodes = arguments.stream().map(this::node).toList();
    List<String> overloads =
        tree.getReference(e.id()).map(CelReference::overloadIds).orElse(ImmutableList.of());
    if (overloads.isEmpty()) {
      return CostRange.ZERO;
    }
    CostRange ofTarget = e.call().target().map(this::cost).orElse(CostRange.ZERO);
    Optional<Node> target = e.call().target().map(this::node);
    Call call = new Call(e, target, nodes, costs);
    return ofTarget.plus(overloads(call, overloads));
  }

  /// @param nodes the arguments
  /// @param costs of the arguments
  private record Call(
      CelExpr expression, Optional<Node> target, List<Node> nodes, List<CostRange> costs) {
    CostRange arguments() {
      return costs.stream().reduce(CostRange.ZERO, CostRange::plus);
    }

    CelExpr argument(int at) {
      return expression.call().args().get(at);
    }
  }

  /// What any of the overloads may cost that the checker left open.
  private CostRange overloads(Call call, List<String> overloads) {
    CelExpr e = call.expression();
    CostRange cost = new CostRange(CostRange.NO_LIMIT, 0);
    Optional<CostRange> size = Optional.empty();
    for (String overload : overloads) {
      Cost one = function(call, overload);
      cost = cost.or(one.cost());
      Optional<CostRange> known = size;
      size = one.size().map(found -> known.map(found::or).orElse(found)).or(() -> known);
      if (overload.equals("index_list") || overload.equals("index_map")) {
        CelExpr container = call.argument(0);
        size = entries(container).map(Entries::values);
        String step = overload.equals("index_list") ? SizeLimits.ITEMS : SizeLimits.VALUES;
        paths.put(e.id(), step(path(container), step));
      }
      size = size.or(() -> size(e));
    }
    size.ifPresent(known -> sizes.put(e.id(), known));
    return cost;
  }

  private Cost function(Call call, String overload) {
    Optional<Cost> ofLibrary =
        calls.of(call.expression().call().function(), overload, call.target(), call.nodes());
    if (ofLibrary.isPresent()) {
      Cost cost = ofLibrary.get();
      return new Cost(cost.cost().plus(call.arguments()), cost.size());
    }
    return switch (overload) {
      case "logical_or", "logical_and" -> {
        CostRange left = call.costs().get(0);
        // The left side may be enough.
        yield new Cost(new CostRange(left.min(), left.plus(call.costs().get(1)).max()));
      }
      case "conditional" -> conditional(call);
      case "add_string", "add_bytes", "add_list" -> added(call, overload.equals("add_list"));
      default -> {
        Cost cost = ofLanguage(call, overload);
        yield new Cost(cost.cost().plus(call.arguments()), cost.size());
      }
    };
  }

  private Cost ofLanguage(Call call, String overload) {
    return switch (overload) {
      case "string_format" -> new Cost(size(call.target().orElseThrow()).times(TRAVERSAL));
      case "string_to_bytes" -> {
        CostRange size = size(call.nodes().getFirst());
        yield new Cost(
            size.times(TRAVERSAL), new CostRange(size.min(), CostRange.product(size.max(), 4)));
      }
      case "bytes_to_string" -> {
        CostRange size = size(call.nodes().getFirst());
        yield new Cost(size.times(TRAVERSAL), new CostRange(size.min() / 4, size.max()));
      }
      case "starts_with_string", "ends_with_string" ->
          new Cost(size(call.nodes().getFirst()).times(TRAVERSAL));
      case "in_list" -> new Cost(size(call.nodes().get(1)));
      case "matches_string" ->
          new Cost(
              CallCosts.matched(size(call.target().orElseThrow()), size(call.nodes().getFirst())));
      case "contains_string" ->
          new Cost(
              size(call.target().orElseThrow())
                  .times(TRAVERSAL)
                  .times(size(call.nodes().getFirst()).times(TRAVERSAL)));
      case "less_string", "greater_string", "less_equals_string", "greater_equals_string" ->
          compared(call);
      case "less_bytes", "greater_bytes", "less_equals_bytes", "greater_equals_bytes" ->
          compared(call);
      case "equals", "not_equals" -> compared(call);
      default -> new Cost(CostRange.ONE);
    };
  }

  /// The shorter side decides.
  private static Cost compared(Call call) {
    long most = Math.min(size(call.nodes().get(0)).max(), size(call.nodes().get(1)).max());
    return new Cost(new CostRange(most > 0 ? 1 : 0, most).times(TRAVERSAL));
  }

  private Cost conditional(Call call) {
    CostRange size = size(call.nodes().get(1)).or(size(call.nodes().get(2)));
    keepEntries(call.expression(), both(call.argument(1), call.argument(2)));
    CostRange either = call.costs().get(1).or(call.costs().get(2));
    return new Cost(call.costs().get(0).plus(either), size);
  }

  /// Lists are joined without copying.
  private Cost added(Call call, boolean lists) {
    CostRange size = size(call.nodes().get(0)).plus(size(call.nodes().get(1)));
    keepEntries(call.expression(), both(call.argument(0), call.argument(1)));
    CostRange cost = lists ? CostRange.ONE : size.times(TRAVERSAL);
    return new Cost(cost.plus(call.arguments()), size);
  }

  private Optional<Entries> both(CelExpr one, CelExpr other) {
    return entries(one).flatMap(first -> entries(other).map(first::or));
  }

  private CostRange list(CelExpr e) {
    CostRange cost = LIST;
    for (CelExpr element : e.list().elements()) {
      cost = cost.plus(cost(element));
    }
    entries.put(e.id(), new Entries(true, CostRange.ONE, sizes(e.list().elements())));
    return cost;
  }

  private CostRange map(CelExpr e) {
    CostRange cost = MAP;
    for (CelExpr.CelMap.Entry entry : e.map().entries()) {
      cost = cost.plus(cost(entry.key())).plus(cost(entry.value()));
    }
    CostRange keys = sizes(e.map().entries().stream().map(CelExpr.CelMap.Entry::key).toList());
    CostRange values = sizes(e.map().entries().stream().map(CelExpr.CelMap.Entry::value).toList());
    entries.put(e.id(), new Entries(false, keys, values));
    return cost;
  }

  private CostRange sizes(List<CelExpr> all) {
    return all.stream()
        .map(one -> size(one).orElse(CostRange.UNKNOWN))
        .reduce(CostRange::or)
        .orElse(CostRange.ZERO);
  }

  private CostRange comprehension(CelExpr e) {
    CelComprehension loop = e.comprehension();
    CelExpr range = loop.iterRange();
    CostRange cost = cost(range).plus(cost(loop.accuInit()));
    push(loop.accuVar(), local(loop.accuInit()));
    boolean two = !loop.iterVar2().isEmpty();
    if (two) {
      push(loop.iterVar(), keyOf(range));
      push(loop.iterVar2(), valueOf(range));
    } else {
      push(loop.iterVar(), isList(range) ? valueOf(range) : keyOf(range));
    }
    CostRange step = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
    pop(loop.iterVar());
    if (two) {
      pop(loop.iterVar2());
    }
    cost = cost.plus(cost(loop.result()));
    pop(loop.accuVar());
    CostRange count = size(range).orElse(CostRange.UNKNOWN);
    switch (loop.accuInit().getKind()) {
      case CONSTANT -> size(loop.accuInit()).ifPresent(size -> sizes.put(e.id(), size));
      case LIST, MAP -> {
        sizes.put(e.id(), count);
        keepEntries(e, entries(loop.loopStep()));
      }
      default -> {}
    }
    return cost.plus(count.times(step));
  }

  /// What `cel.bind()` and the like expand to: a loop over nothing.
  private static boolean isBinding(CelComprehension loop) {
    return loop.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
        && loop.iterRange().list().elements().isEmpty()
        && loop.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && loop.loopCondition().constant().equals(CelConstant.ofValue(false))
        && !isAccumulator(loop.accuVar());
  }

  private CostRange binding(CelExpr e) {
    CelComprehension loop = e.comprehension();
    CostRange cost = cost(loop.iterRange()).plus(cost(loop.accuInit()));
    push(loop.accuVar(), local(loop.accuInit()));
    cost = cost.plus(cost(loop.result()));
    copySizes(e, loop.result());
    pop(loop.accuVar());
    return cost;
  }

  private Local local(CelExpr value) {
    return new Local(path(value), size(value), entries(value));
  }

  private boolean isList(CelExpr range) {
    return entries(range).map(Entries::list).orElseGet(() -> type(range).kind() == CelKind.LIST);
  }

  private Local keyOf(CelExpr range) {
    List<String> path = step(path(range), isList(range) ? "@indices" : SizeLimits.KEYS);
    return new Local(path, entries(range).map(Entries::keys), Optional.empty());
  }

  private Local valueOf(CelExpr range) {
    List<String> path = step(path(range), isList(range) ? SizeLimits.ITEMS : SizeLimits.VALUES);
    return new Local(path, entries(range).map(Entries::values), Optional.empty());
  }

  private void push(String variable, Local local) {
    locals.computeIfAbsent(variable, _ -> new ArrayDeque<>()).push(local);
  }

  private void pop(String variable) {
    locals.getOrDefault(variable, new ArrayDeque<>()).pop();
  }

  private Optional<Local> local(String variable) {
    return Optional.ofNullable(locals.get(variable)).map(Deque::peek);
  }

  private Optional<Local> localOf(CelExpr e) {
    return e.getKind() == CelExpr.ExprKind.Kind.IDENT ? local(e.ident().name()) : Optional.empty();
  }

  private CelType type(CelExpr e) {
    return tree.getType(e.id()).orElse(SimpleType.DYN);
  }

  private List<String> path(CelExpr e) {
    return localOf(e).map(Local::path).orElseGet(() -> paths.getOrDefault(e.id(), List.of()));
  }

  private static boolean isAccumulator(String variable) {
    return variable.equals("__result__") || variable.equals("@result");
  }

  private Node node(CelExpr e) {
    List<String> path = path(e);
    boolean computed = !path.isEmpty() && isAccumulator(path.getFirst());
    return new Node(computed ? List.of() : path, type(e), Optional.of(e), size(e));
  }

  private static CostRange size(Node node) {
    return node.size().orElse(CostRange.UNKNOWN);
  }

  private Optional<CostRange> size(CelExpr e) {
    CostRange known = sizes.get(e.id());
    if (known != null) {
      return Optional.of(known);
    }
    return written(e).or(() -> declared(e)).or(() -> localOf(e).flatMap(Local::size));
  }

  /// The size of what the expression itself writes down.
  private static Optional<CostRange> written(CelExpr e) {
    return switch (e.getKind()) {
      case CONSTANT ->
          Optional.of(
              CostRange.of(
                  switch (e.constant().getKind()) {
                    case STRING_VALUE ->
                        e.constant()
                            .stringValue()
                            .codePointCount(0, e.constant().stringValue().length());
                    case BYTES_VALUE -> e.constant().bytesValue().size();
                    default -> 1;
                  }));
      case LIST -> Optional.of(CostRange.of(e.list().elements().size()));
      case MAP -> Optional.of(CostRange.of(e.map().entries().size()));
      default -> Optional.empty();
    };
  }

  private Optional<CostRange> declared(CelExpr e) {
    OptionalLong most = limits.most(path(e));
    if (most.isPresent()) {
      CostRange size = new CostRange(0, most.getAsLong());
      sizes.put(e.id(), size);
      return Optional.of(size);
    }
    return isScalar(type(e)) ? Optional.of(CostRange.ONE) : Optional.empty();
  }

  private static boolean isScalar(CelType type) {
    return switch (type.kind()) {
      case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
      case OPAQUE ->
          type instanceof OptionalType
              && type.parameters().stream().allMatch(CostEstimator::isScalar);
      default -> false;
    };
  }

  private Optional<Entries> entries(CelExpr e) {
    return Optional.ofNullable(entries.get(e.id())).or(() -> localOf(e).flatMap(Local::entries));
  }

  private void keepEntries(CelExpr e, Optional<Entries> known) {
    known.ifPresent(found -> entries.put(e.id(), found));
  }

  private void copySizes(CelExpr to, CelExpr from) {
    size(from).ifPresent(size -> sizes.put(to.id(), size));
    keepEntries(to, entries(from));
  }
}
