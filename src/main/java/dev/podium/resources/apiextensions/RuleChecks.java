package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether the rules of a schema can be evaluated.
///
/// Upstream: the parts about x-kubernetes-validations of
/// ValidateCustomResourceDefinitionOpenAPISchema.
final class RuleChecks {
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\r]");

  /// Whether rules are compiled, which a schema with other faults would only mislead.
  private final boolean compiles;

  private RuleChecks(boolean compiles) {
    this.compiles = compiles;
  }

  /// @param sound whether the schema has no other faults
  static void root(Part schema, boolean sound) {
    new RuleChecks(sound).check(schema, true, Optional.empty());
  }

  /// @param uncorrelatable the list or map in which values have no past
  private void check(Part schema, boolean root, Optional<FieldPath> uncorrelatable) {
    List<Part> rules = schema.items("x-kubernetes-validations");
    rules.forEach(RuleChecks::text);
    if (compiles && !rules.isEmpty()) {
      RuleCompiler compiler = new RuleCompiler(schema.value(), root);
      rules.forEach(
          rule -> compiled(compiler.compile(new Rule(rule.value())), rule, uncorrelatable));
    }
    boolean map = schema.string("x-kubernetes-map-type").equals("atomic");
    Optional<FieldPath> inside =
        uncorrelatable.or(() -> map ? Optional.of(schema.path()) : Optional.empty());
    SchemaPaths.properties(schema).forEach(property -> check(property, false, inside));
    schema.find("additionalProperties").ifPresent(values -> check(values, false, inside));
    boolean keyed = schema.string("x-kubernetes-list-type").equals("map");
    Optional<FieldPath> ofItems =
        uncorrelatable.or(() -> keyed ? Optional.empty() : Optional.of(schema.path()));
    schema.find("items").ifPresent(items -> check(items, false, ofItems));
  }

  private static void text(Part rule) {
    String text = rule.string("rule").strip();
    String message = rule.string("message");
    if (text.isEmpty()) {
      rule.required("rule", "rule is not specified");
    } else if (!message.isEmpty() && message.isBlank()) {
      rule.invalid("message", "message must be non-empty if specified");
    } else if (LINE_BREAK.matcher(message.strip()).find()) {
      rule.invalid("message", "message must not contain line breaks");
    } else if (LINE_BREAK.matcher(text).find() && message.isBlank()) {
      rule.required("message", "message must be specified if rule contains line breaks");
    }
    String expression = rule.string("messageExpression");
    if (!expression.isEmpty() && expression.isBlank()) {
      rule.required("messageExpression", "messageExpression must be non-empty if specified");
    }
    rule.oneOfIfPresent("reason", REASONS);
    String path = rule.string("fieldPath");
    FieldPath at = rule.child("fieldPath");
    if (!path.isEmpty() && path.isBlank()) {
      rule.add(FieldError.invalid(at, path, "fieldPath must be non-empty if specified"));
    }
    if (LINE_BREAK.matcher(path).find()) {
      rule.add(FieldError.invalid(at, path, "fieldPath must not contain line breaks"));
    }
  }

  private static void compiled(
      RuleCompiler.Compiled compiled, Part rule, Optional<FieldPath> uncorrelatable) {
    Object shown = shown(rule.value());
    compiled.fault().ifPresent(fault -> rule.invalid("rule", shown, fault));
    compiled.messageFault().ifPresent(fault -> rule.invalid("messageExpression", shown, fault));
    if (compiled.usesOldSelf() && uncorrelatable.isPresent()) {
      rule.invalid(
          "rule",
          "oldSelf cannot be used on the uncorrelatable portion of the schema within "
              + uncorrelatable.get());
    }
  }

  /// A rule as upstream's internal type prints.
  private static JsonObject shown(JsonObject rule) {
    return JsonObject.of(
        "Rule",
        rule.string("rule"),
        "Message",
        rule.string("message"),
        "MessageExpression",
        rule.string("messageExpression"),
        "Reason",
        orNull(rule, "reason"),
        "FieldPath",
        rule.string("fieldPath"),
        "OptionalOldSelf",
        orNull(rule, "optionalOldSelf"));
  }

  private static Object orNull(JsonObject rule, String field) {
    return Objects.requireNonNullElse(rule.get(field), JsonNull.NULL);
  }
}
