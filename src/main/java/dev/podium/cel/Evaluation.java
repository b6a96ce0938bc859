package dev.podium.cel;

import java.util.Optional;

/// What came of an expression.
public sealed interface Evaluation {
  /// How an expression is said to have been too expensive.
  String OVER_LIMIT = "operation cancelled: actual cost limit exceeded";

  /// What is said once expressions have together used up what they may cost.
  String OUT_OF_BUDGET =
      "validation failed due to running out of cost budget, no further validation rules will be"
          + " run";

  /// What it cost, in upstream's units.
  long cost();

  /// @param result what further expressions may be given as a variable
  record Value(Result result, long cost) implements Evaluation {}

  /// @param message in cel-go's words, such as `no such key: x`
  record Failure(String message, long cost) implements Evaluation {}

  /// It was stopped because it had used up what it may cost.
  record OverBudget(long cost) implements Evaluation {}

  /// A value as expressions compute with it.
  final class Result {
    private final Object raw;

    Result(Object raw) {
      this.raw = raw;
    }

    Object raw() {
      return raw;
    }

    /// Whether it is `true`.
    public boolean isTrue() {
      return Boolean.TRUE.equals(raw);
    }

    /// Why the types of a constructed object do not match the fields that hold them.
    public Optional<String> typeMismatch() {
      return ConstructedObject.mismatch(raw, "Object");
    }

    /// As JSON: times and durations as text, an absent optional as null.
    public Object json() {
      return Values.toJson(raw);
    }
  }
}
