package dev.podium.admission.policy;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.match.AdmissionVariables;
import dev.podium.admission.match.MatchConditions;
import dev.podium.admission.policy.CompiledPolicy.Compiled;
import dev.podium.auth.Authorizer;
import dev.podium.cel.Evaluation;
import dev.podium.cel.Evaluation.Result;
import dev.podium.cel.LazyVariables;
import dev.podium.object.ApiObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The expressions of one policy over one request, within one budget.
///
/// Upstream: apiserver's admission/plugin/cel/condition.go and composition.go.
final class PolicyEvaluation {
  /// What one expression may cost (celconfig.PerCallLimit).
  private static final long PER_EXPRESSION = 1_000_000;

  /// What all of a policy's expressions may cost (celconfig.RuntimeCELCostBudget).
  private static final long BUDGET = 10_000_000;

  /// An expression failed, with the text that the user reads.
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  private final Map<String, Object> values;
  private long budget = BUDGET;

  /// @param object as the policy wants to see it
  PolicyEvaluation(
      Invocation invocation,
      AdmissionRequest request,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      Optional<ApiObject> namespace,
      Authorizer authorizer) {
    values =
        AdmissionVariables.values(request, invocation.kind(), object, old, namespace, authorizer);
    invocation.parameter().ifPresent(parameter -> values.put("params", parameter.root()));
    Map<String, Compiled> variables = invocation.compiled().variables();
    values.put(
        "variables",
        new LazyVariables(variables.keySet(), name -> variable(name, variables.get(name))));
  }

  private Result variable(String name, @Nullable Compiled variable) {
    if (variable == null) {
      throw new LazyVariables.Failed("no such key: " + name);
    }
    return switch (spend(variable)) {
      case Evaluation.Value(Result result, _) -> result;
      case Evaluation.Failure(String message, _) -> throw variableFailed(name, message);
      case Evaluation.OverBudget _ -> throw variableFailed(name, Evaluation.OVER_LIMIT);
    };
  }

  private static LazyVariables.Failed variableFailed(String name, String why) {
    return new LazyVariables.Failed(
        "composited variable \"%s\" fails to evaluate: %s".formatted(name, why));
  }

  boolean meets(MatchConditions conditions) throws MatchConditions.Undecided {
    return conditions.met(values);
  }

  Result evaluate(Compiled expression) throws Failed {
    return switch (spend(expression)) {
      case Evaluation.Value(Result result, _) -> result;
      case Evaluation.Failure(String message, _) ->
          throw new Failed(MatchConditions.failed(expression.expression(), message));
      case Evaluation.OverBudget _ ->
          throw new Failed(
              budget < 0
                  ? Evaluation.OUT_OF_BUDGET
                  : MatchConditions.failed(expression.expression(), Evaluation.OVER_LIMIT));
    };
  }

  private Evaluation spend(Compiled expression) {
    Evaluation evaluation = expression.program().evaluate(values, Math.min(budget, PER_EXPRESSION));
    budget -= evaluation.cost();
    return evaluation;
  }
}
