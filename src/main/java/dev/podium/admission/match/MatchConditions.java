package dev.podium.admission.match;

import dev.podium.cel.CelCompileException;
import dev.podium.cel.CelEnvironment;
import dev.podium.cel.CelProgram;
import dev.podium.cel.Evaluation;
import dev.podium.cel.ValueType.Simple;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The conditions that a request must meet before a policy or a webhook looks at it.
///
/// Upstream: apiserver's admission/plugin/webhook/matchconditions/matcher.go.
public final class MatchConditions {
  /// What one expression may cost (celconfig.PerCallLimit).
  private static final long PER_EXPRESSION = 1_000_000;

  /// What all conditions may cost together (celconfig.RuntimeCELCostBudgetMatchConditions).
  private static final long BUDGET = 2_500_000;

  private record Condition(String expression, CelProgram program) {}

  private final List<Condition> conditions;
  private final boolean ignoresFailures;

  private MatchConditions(List<Condition> conditions, boolean ignoresFailures) {
    this.conditions = conditions;
    this.ignoresFailures = ignoresFailures;
  }

  /// Of a webhook, which has neither parameters nor variables.
  ///
  /// @param owner has `matchConditions` and `failurePolicy`
  public static MatchConditions ofWebhook(JsonObject owner) throws CelCompileException {
    return compile(owner, OfWebhooks.ENVIRONMENT);
  }

  /// What is wrong with a condition of a webhook.
  public static Optional<String> fault(String expression) {
    try {
      OfWebhooks.ENVIRONMENT.compile(expression.strip(), List.of(Simple.BOOL));
      return Optional.empty();
    } catch (CelCompileException e) {
      return Optional.of(e.text());
    }
  }

  /// Comes with the first condition of a webhook.
  private static final class OfWebhooks {
    static final CelEnvironment ENVIRONMENT = CelEnvironment.of(AdmissionVariables.types(false));
  }

  /// @param owner has `matchConditions` and `failurePolicy`
  public static MatchConditions compile(JsonObject owner, CelEnvironment environment)
      throws CelCompileException {
    List<Condition> conditions = new ArrayList<>();
    for (JsonObject condition : owner.objects("matchConditions")) {
      String expression = condition.string("expression").strip();
      conditions.add(
          new Condition(expression, environment.compile(expression, List.of(Simple.BOOL))));
    }
    return new MatchConditions(conditions, owner.string("failurePolicy").equals("Ignore"));
  }

  /// Conditions could not be decided, and failures are not to be ignored.
  public static final class Undecided extends Exception {
    private static final long serialVersionUID = 1;

    Undecided(String message) {
      super(message);
    }

    public String text() {
      return String.valueOf(getMessage());
    }
  }

  public boolean isEmpty() {
    return conditions.isEmpty();
  }

  /// Whether all are met; one that is not decides, whatever became of the others.
  public boolean met(Map<String, Object> values) throws Undecided {
    List<String> failures = new ArrayList<>();
    long left = BUDGET;
    for (Condition condition : conditions) {
      Evaluation evaluation = condition.program().evaluate(values, Math.min(left, PER_EXPRESSION));
      left -= evaluation.cost();
      switch (evaluation) {
        case Evaluation.Value(var result, _) -> {
          if (!result.isTrue()) {
            return false;
          }
        }
        case Evaluation.Failure(String message, _) ->
            failures.add(failed(condition.expression(), message));
        case Evaluation.OverBudget _ ->
            failures.add(
                left < 0
                    ? Evaluation.OUT_OF_BUDGET
                    : failed(condition.expression(), Evaluation.OVER_LIMIT));
      }
    }
    if (!failures.isEmpty() && !ignoresFailures) {
      throw new Undecided(
          failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
    }
    return failures.isEmpty();
  }

  /// How an expression's failure is told.
  public static String failed(String expression, String why) {
    return "expression '%s' resulted in error: %s".formatted(expression, why);
  }
}
