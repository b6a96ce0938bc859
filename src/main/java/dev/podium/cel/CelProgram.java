package dev.podium.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.podium.cel.Evaluation.Failure;
import dev.podium.cel.Evaluation.OverBudget;
import dev.podium.cel.Evaluation.Result;
import dev.podium.cel.Evaluation.Value;
import dev.podium.object.JsonNull;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A checked expression, ready to be evaluated by several threads at once.
public final class CelProgram {
  private final CelRuntime.Program program;
  private final CelAbstractSyntaxTree tree;
  private final CelTypes types;
  private final Map<String, ValueType> variables;

  CelProgram(
      CelRuntime.Program program,
      CelAbstractSyntaxTree tree,
      CelTypes types,
      Map<String, ValueType> variables) {
    this.program = program;
    this.tree = tree;
    this.types = types;
    this.variables = variables;
  }

  /// Whether the checker is sure that it yields values of this very type.
  public boolean yields(ValueType type) {
    // Structures come as themselves or as references, so their names decide.
    return types.name(resultType()).equals(types.name(type));
  }

  /// What it yields, so that a variable can be declared of it.
  public ValueType resultType() {
    return new ValueType.Known(tree.getResultType());
  }

  /// Whether the expression mentions a variable.
  public boolean uses(String variable) {
    return tree.getReferenceMap().values().stream()
        .anyMatch(reference -> reference.name().equals(variable));
  }

  /// What it costs at most, in upstream's units; [Long#MAX_VALUE] for more than can be counted.
  ///
  /// @param limits how large the values of its variables may be
  public long worstCost(SizeLimits limits) {
    return CostEstimator.estimate(tree, limits).max();
  }

  /// Evaluates it.
  ///
  /// @param values by variable: JSON, a [Result], an [AccessCheck], an [AccessCheck.ToResource], a
  ///   [LazyVariables]; JSON null where none is given
  /// @param budget what it may cost at most
  public Evaluation evaluate(Map<String, ?> values, long budget) {
    CostMeter meter = new CostMeter(tree, budget);
    try {
      Object raw = program.trace(bind(values), meter);
      return meter.exceeded()
          ? new OverBudget(meter.cost())
          : new Value(new Result(raw), meter.cost());
    } catch (CelEvaluationException | RuntimeException e) {
      return meter.exceeded()
          ? new OverBudget(meter.cost())
          : new Failure(FailureText.of(e), meter.cost());
    }
  }

  private Map<String, Object> bind(Map<String, ?> values) {
    Map<String, Object> bound = HashMap.newHashMap(variables.size());
    variables.forEach(
        (name, type) -> bound.put(name, bind(Optional.<Object>ofNullable(values.get(name)), type)));
    return bound;
  }

  private static Object bind(Optional<Object> value, ValueType type) {
    return switch (value.orElse(JsonNull.NULL)) {
      case Result result -> result.raw();
      case AccessCheck access -> new AuthorizerValues.Authorizer(access, Optional.empty());
      case AccessCheck.ToResource to -> AuthorizerValues.of(to);
      case LazyVariables lazy -> lazy.map();
      case Object json -> Values.of(json, type);
    };
  }
}
