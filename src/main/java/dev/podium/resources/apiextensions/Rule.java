package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;

/// An entry of `x-kubernetes-validations`: what must be true of a value.
record Rule(JsonObject source) {
  String text() {
    return source.string("rule").strip();
  }

  String messageExpression() {
    return source.string("messageExpression");
  }

  boolean optionalOldSelf() {
    return source.bool("optionalOldSelf");
  }

  /// What is said where the rule is broken and has no expression for that.
  String message() {
    String message = source.string("message").strip();
    return message.isEmpty() ? "failed rule: " + text() : message;
  }

  /// How messages about the rule itself call it.
  String name() {
    String message = source.string("message").strip();
    return message.isEmpty() ? text() : message;
  }

  FieldPath at(FieldPath path) {
    FieldPath at = path;
    for (String step : RulePath.steps(source.string("fieldPath"))) {
      at = RulePath.isKey(step) ? at.key(RulePath.key(step)) : at.child(step);
    }
    return at;
  }

  /// That a value breaks the rule; structures are not shown.
  ///
  /// Upstream: fieldErrorForReason.
  FieldError broken(FieldPath path, Object value, String message) {
    FieldPath at = at(path);
    return switch (source.string("reason")) {
      case "FieldValueForbidden" -> FieldError.forbidden(at, message);
      case "FieldValueRequired" -> FieldError.required(at, message);
      case "FieldValueDuplicate" ->
          isStructure(value)
              ? FieldError.duplicateWithoutValue(at)
              : FieldError.duplicate(at, value);
      default -> invalid(at, value, message);
    };
  }

  private static boolean isStructure(Object value) {
    return value instanceof JsonObject || value instanceof JsonArray;
  }

  static FieldError invalid(FieldPath at, Object value, String message) {
    return isStructure(value)
        ? FieldError.invalidWithoutValue(at, message)
        : FieldError.invalid(at, value, message);
  }
}
