package dev.podium.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds up what an evaluation costs, and stops it at its budget.
///
/// Upstream: CostTracker in cel-go's interpreter/runtimecost.go and CostEstimator.CallCost in
/// apiserver/pkg/cel/library/cost.go.
final class CostMeter implements CelEvaluationListener {
  private static final double TRAVERSAL = 0.1;
  private static final double REGEX = 0.25;
  private static final long LIST = 10;
  private static final long MAP = 30;
  private static final long STRUCT = 40;
  private static final long ACCESS_CHECK = 350_000;

  private final CelAbstractSyntaxTree tree;
  private final long budget;
  private final Map<Long, Object> values = new HashMap<>();
  private long cost;

  CostMeter(CelAbstractSyntaxTree tree, long budget) {
    this.tree = tree;
    this.budget = budget;
  }

  /// Ends an evaluation from within.
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop() {
      super(Evaluation.OVER_LIMIT, null, false, false);
    }
  }

  long cost() {
    return cost;
  }

  boolean exceeded() {
    return cost > budget;
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    values.put(expression.id(), value);
    cost += costOf(expression, value);
    if (exceeded()) {
      throw new Stop();
    }
  }

  private long costOf(CelExpr expression, Object value) {
    return switch (expression.getKind()) {
      case IDENT -> 1;
      case SELECT -> selectCost(expression);
      case CALL -> callCost(expression, value);
      case LIST -> LIST;
      case MAP -> MAP;
      case STRUCT -> STRUCT;
      case CONSTANT, COMPREHENSION, NOT_SET -> 0;
    };
  }

  /// One a step; the steps below are not reported on their own. Asking whether a field is there is
  /// free.
  private static long selectCost(CelExpr select) {
    long steps = select.select().testOnly() ? 0 : 1;
    CelExpr operand = select.select().operand();
    while (operand.getKind() == CelExpr.ExprKind.Kind.SELECT) {
      steps++;
      operand = operand.select().operand();
    }
    return operand.getKind() == CelExpr.ExprKind.Kind.IDENT ? steps + 1 : steps;
  }

  private long callCost(CelExpr expression, Object result) {
    List<Object> arguments = new ArrayList<>();
    expression.call().target().ifPresent(target -> arguments.add(known(target)));
    expression.call().args().forEach(argument -> arguments.add(known(argument)));
    return switch (expression.call().function()) {
      case "_&&_", "_||_", "_?_:_", "@not_strictly_false" -> 0;
      case "check" -> ACCESS_CHECK;
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> traversal(arguments, 0);
      case "slice", "lists.range", "reverse" -> CallCosts.COPY + size(result);
      case "flatten" ->
          CallCosts.COPY
              + size(arguments, 0)
                  * (arguments.size() > 1 && arguments.get(1) instanceof Long depth ? depth : 1);
      case "distinct", "sort" -> squared(arguments, 0);
      case "@sortByAssociatedKeys" -> squared(arguments, 1);
      case "url", "lowerAscii", "upperAscii", "substring", "trim" -> text(arguments, 0, 1);
      case "cidr", "isIP", "isCIDR", "quantity", "isQuantity" -> text(arguments, 0, 1);
      case "ip" -> size(arguments, 0) == 0 ? 1 : text(arguments, 0, 1);
      case "replace", "split", "ip.isCanonical" -> text(arguments, 0, 2);
      case "join" -> (long) Math.ceil(size(result) * 2 * TRAVERSAL);
      case "startsWith", "endsWith", "format" -> text(arguments, 0, 1);
      case "find", "findAll", "matches" -> regex(arguments);
      case "contains" -> text(arguments, 0, 1) * text(arguments, 1, 1);
      case "@in", "_in_" -> Math.max(1, elements(arguments, 1));
      case "_+_" -> added(arguments);
      case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> compared(expression, arguments);
      default -> 1;
    };
  }

  private Object known(CelExpr expression) {
    return values.getOrDefault(expression.id(), "");
  }

  private static long text(List<Object> arguments, int at, int times) {
    return (long) Math.ceil(size(arguments, at) * times * TRAVERSAL);
  }

  private static long regex(List<Object> arguments) {
    long text = (long) Math.ceil((1.0 + size(arguments, 0)) * TRAVERSAL);
    return text * (long) Math.ceil(size(arguments, 1) * REGEX);
  }

  private static long added(List<Object> arguments) {
    return isText(arguments.getFirst())
        ? (long) Math.ceil((size(arguments, 0) + size(arguments, 1)) * TRAVERSAL)
        : 1;
  }

  private long compared(CelExpr expression, List<Object> arguments) {
    return isText(arguments.getFirst()) && tree.getType(expression.id()).isPresent()
        ? (long) Math.ceil(Math.min(size(arguments, 0), size(arguments, 1)) * TRAVERSAL)
        : 1;
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof CelByteString;
  }

  private static long elements(List<Object> arguments, int at) {
    return arguments.get(at) instanceof Collection<?> list ? list.size() : 0;
  }

  private static long traversal(List<Object> arguments, int at) {
    if (!(arguments.get(at) instanceof Collection<?> list)) {
      return text(arguments, at, 1);
    }
    double sum = 0;
    for (Object item : list) {
      sum += isText(item) ? 1 + size(item) * TRAVERSAL : 1;
    }
    return (long) Math.ceil(sum);
  }

  private static long squared(List<Object> arguments, int at) {
    if (!(arguments.get(at) instanceof List<?> list) || list.isEmpty()) {
      return CallCosts.COPY;
    }
    double factor = isText(list.getFirst()) ? 2 + TRAVERSAL : 2;
    return CallCosts.COPY + (long) (factor * list.size() * list.size());
  }

  private static long size(List<Object> arguments, int at) {
    return at < arguments.size() ? size(arguments.get(at)) : 0;
  }

  private static long size(Object value) {
    return switch (value) {
      case String s -> s.length();
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> 1;
    };
  }
}
