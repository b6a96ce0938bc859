package dev.podium.resources.apiextensions;

import dev.podium.cel.CelProgram;
import dev.podium.cel.Evaluation;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One evaluation of the rules of an object, with what that may cost.
///
/// Upstream: validateExpressions in apiextensions-apiserver's
/// pkg/apiserver/schema/cel/validation.go, and pkg/apis/cel/config.go.
final class RuleRun {
  private static final long MOST_A_RULE = 1_000_000;
  private static final long MOST_ALTOGETHER = 10_000_000;
  private static final int LONGEST_MESSAGE = 5 * 1024;

  private final boolean forgiving;
  private final List<FieldError> errors = new ArrayList<>();
  private long left = MOST_ALTOGETHER;
  private boolean over;

  /// @param forgiving whether what is as it was may break rules
  RuleRun(boolean forgiving) {
    this.forgiving = forgiving;
  }

  List<FieldError> errors() {
    return errors;
  }

  boolean isOver() {
    return over;
  }

  void check(
      List<RuleCompiler.Compiled> rules,
      String type,
      Object value,
      Optional<Object> old,
      FieldPath path) {
    for (RuleCompiler.Compiled rule : rules) {
      if (over) {
        return;
      }
      rule.fault()
          .ifPresent(
              fault -> errors.add(FieldError.invalid(path, type, "rule compile error: " + fault)));
      boolean applies = !rule.usesOldSelf() || rule.rule().optionalOldSelf() || old.isPresent();
      if (rule.program().isPresent() && applies) {
        check(rule, rule.program().get(), new Place(type, value, old, path));
      }
    }
  }

  private record Place(String type, Object value, Optional<Object> old, FieldPath path) {
    Map<String, Object> variables() {
      Map<String, Object> variables = new HashMap<>();
      variables.put("self", value);
      old.ifPresent(before -> variables.put("oldSelf", before));
      return variables;
    }

    /// A value that is as it was is not held to rules that may be new.
    boolean unchanged() {
      return old.filter(value::equals).isPresent();
    }
  }

  private void check(RuleCompiler.Compiled rule, CelProgram program, Place place) {
    Evaluation outcome = program.evaluate(place.variables(), Math.min(MOST_A_RULE, left));
    boolean ratchets = forgiving && place.unchanged() && !rule.usesOldSelf();
    spend(outcome.cost());
    switch (outcome) {
      case Evaluation.Value(var result, var _) -> {
        if (!result.isTrue() && !ratchets) {
          broken(rule, place);
        }
      }
      case Evaluation.Failure(String message, var _) -> {
        if (!ratchets) {
          errors.add(FieldError.invalid(place.path(), place.type(), failure(message, rule.rule())));
        }
      }
      case Evaluation.OverBudget(long cost) -> exhausted(cost > MOST_A_RULE, rule.rule(), place);
    }
  }

  private void spend(long cost) {
    left -= cost;
  }

  private void exhausted(boolean byItself, Rule rule, Place place) {
    String words =
        byItself
            ? "'operation cancelled: actual cost limit exceeded': no further validation rules will be"
                + " run due to call cost exceeds limit for rule: "
                + rule.name()
            : Evaluation.OUT_OF_BUDGET;
    errors.add(FieldError.invalid(place.path(), place.type(), words));
    over = true;
  }

  private static String failure(String message, Rule rule) {
    return message.startsWith("no such overload")
        ? "'"
            + message
            + "': call arguments did not match a supported operator, function or macro signature for"
            + " rule: "
            + rule.name()
        : message + " evaluating rule: " + rule.name();
  }

  private void broken(RuleCompiler.Compiled rule, Place place) {
    String message = message(rule, place).orElseGet(rule.rule()::message);
    errors.add(rule.rule().broken(place.path(), place.value(), message));
  }

  /// What the rule's own expression says; nothing where that says nothing that can be shown.
  private Optional<String> message(RuleCompiler.Compiled rule, Place place) {
    if (rule.message().isEmpty()) {
      return Optional.empty();
    }
    Evaluation outcome =
        rule.message().get().evaluate(place.variables(), Math.min(MOST_A_RULE, left));
    spend(outcome.cost());
    return outcome instanceof Evaluation.Value(var result, var _)
            && result.json() instanceof String text
            && !text.isBlank()
            && text.length() <= LONGEST_MESSAGE
            && text.strip().indexOf('\n') < 0
        ? Optional.of(text.strip())
        : Optional.empty();
  }
}
