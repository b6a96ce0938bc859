package dev.podium.cel;

import static dev.podium.cel.CallCosts.TRAVERSAL;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelReference;
import dev.podium.cel.CallCosts.Cost;
import dev.podium.cel.CallCosts.Node;
import dev.podium.cel.ValueSizes.Entries;
import java.util.List;
import java.util.Optional;

/// Works out what a checked expression costs at most, from how large the values may be that it
/// meets. For one expression, by one thread.
///
/// Upstream: cel-go's checker/cost.go, with tests of presence free.
final class CostEstimator {
  private static final CostRange LIST = CostRange.of(10);
  private static final CostRange MAP = CostRange.of(30);
  private static final CostRange STRUCT = CostRange.of(40);

  private final CelAbstractSyntaxTree tree;
  private final CallCosts calls;
  private final ValueSizes sizes;

  private CostEstimator(CelAbstractSyntaxTree tree, SizeLimits limits) {
    this.tree = tree;
    this.calls = new CallCosts(limits);
    this.sizes = new ValueSizes(tree, limits);
  }

  static CostRange estimate(CelAbstractSyntaxTree tree, SizeLimits limits) {
    return new CostEstimator(tree, limits).cost(tree.getExpr());
  }

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
    sizes.name(e, name);
    return CostRange.ONE;
  }

  private CostRange select(CelExpr e) {
    CelExpr operand = e.select().operand();
    CostRange cost = cost(operand);
    if (e.select().testOnly()) {
      return cost;
    }
    sizes.step(e, operand, e.select().field());
    return switch (sizes.type(operand).kind()) {
      case MAP, STRUCT, TYPE_PARAM -> cost.plus(CostRange.ONE);
      default -> cost;
    };
  }

  private CostRange call(CelExpr e) {
    String function = e.call().function();
    List<CelExpr> arguments = e.call().args();
    if (function.equals("dyn")) {
      CostRange cost = cost(arguments.getFirst());
      sizes.copy(e, arguments.getFirst());
      return cost.plus(CostRange.ONE);
    }
    List<CostRange> costs = arguments.stream().map(this::cost).toList();
    List<Node> nodes = arguments.stream().map(sizes::node).toList();
    List<String> overloads =
        tree.getReference(e.id()).map(CelReference::overloadIds).orElse(ImmutableList.of());
    if (overloads.isEmpty()) {
      return CostRange.ZERO;
    }
    CostRange ofTarget = e.call().target().map(this::cost).orElse(CostRange.ZERO);
    Optional<Node> target = e.call().target().map(sizes::node);
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
        size = sizes.entries(container).map(Entries::values);
        String step = overload.equals("index_list") ? SizeLimits.ITEMS : SizeLimits.VALUES;
        sizes.step(e, container, step);
      }
      size = size.or(() -> sizes.of(e));
    }
    size.ifPresent(known -> sizes.keep(e, known));
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
    sizes.keepEntries(call.expression(), both(call.argument(1), call.argument(2)));
    CostRange either = call.costs().get(1).or(call.costs().get(2));
    return new Cost(call.costs().get(0).plus(either), size);
  }

  /// Lists are joined without copying.
  private Cost added(Call call, boolean lists) {
    CostRange size = size(call.nodes().get(0)).plus(size(call.nodes().get(1)));
    sizes.keepEntries(call.expression(), both(call.argument(0), call.argument(1)));
    CostRange cost = lists ? CostRange.ONE : size.times(TRAVERSAL);
    return new Cost(cost.plus(call.arguments()), size);
  }

  private Optional<Entries> both(CelExpr one, CelExpr other) {
    return sizes.entries(one).flatMap(first -> sizes.entries(other).map(first::or));
  }

  private CostRange list(CelExpr e) {
    CostRange cost = LIST;
    for (CelExpr element : e.list().elements()) {
      cost = cost.plus(cost(element));
    }
    sizes.keepEntries(
        e, Optional.of(new Entries(true, CostRange.ONE, together(e.list().elements()))));
    return cost;
  }

  private CostRange map(CelExpr e) {
    CostRange cost = MAP;
    for (CelExpr.CelMap.Entry entry : e.map().entries()) {
      cost = cost.plus(cost(entry.key())).plus(cost(entry.value()));
    }
    CostRange keys = together(e.map().entries().stream().map(CelExpr.CelMap.Entry::key).toList());
    CostRange values =
        together(e.map().entries().stream().map(CelExpr.CelMap.Entry::value).toList());
    sizes.keepEntries(e, Optional.of(new Entries(false, keys, values)));
    return cost;
  }

  private CostRange together(List<CelExpr> all) {
    return all.stream()
        .map(one -> sizes.of(one).orElse(CostRange.UNKNOWN))
        .reduce(CostRange::or)
        .orElse(CostRange.ZERO);
  }

  private CostRange comprehension(CelExpr e) {
    CelComprehension loop = e.comprehension();
    CelExpr range = loop.iterRange();
    CostRange cost = cost(range).plus(cost(loop.accuInit()));
    sizes.push(loop.accuVar(), sizes.local(loop.accuInit()));
    boolean two = !loop.iterVar2().isEmpty();
    if (two) {
      sizes.push(loop.iterVar(), sizes.keyOf(range));
      sizes.push(loop.iterVar2(), sizes.valueOf(range));
    } else {
      sizes.push(loop.iterVar(), sizes.isList(range) ? sizes.valueOf(range) : sizes.keyOf(range));
    }
    CostRange step = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
    sizes.pop(loop.iterVar());
    if (two) {
      sizes.pop(loop.iterVar2());
    }
    cost = cost.plus(cost(loop.result()));
    sizes.pop(loop.accuVar());
    CostRange count = sizes.of(range).orElse(CostRange.UNKNOWN);
    switch (loop.accuInit().getKind()) {
      case CONSTANT -> sizes.of(loop.accuInit()).ifPresent(size -> sizes.keep(e, size));
      case LIST, MAP -> {
        sizes.keep(e, count);
        sizes.keepEntries(e, sizes.entries(loop.loopStep()));
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
        && !ValueSizes.isAccumulator(loop.accuVar());
  }

  private CostRange binding(CelExpr e) {
    CelComprehension loop = e.comprehension();
    CostRange cost = cost(loop.iterRange()).plus(cost(loop.accuInit()));
    sizes.push(loop.accuVar(), sizes.local(loop.accuInit()));
    cost = cost.plus(cost(loop.result()));
    sizes.copy(e, loop.result());
    sizes.pop(loop.accuVar());
    return cost;
  }

  private static CostRange size(Node node) {
    return node.size().orElse(CostRange.UNKNOWN);
  }
}
