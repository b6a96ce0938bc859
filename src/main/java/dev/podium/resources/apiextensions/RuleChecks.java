package dev.podium.resources.apiextensions;

import dev.podium.cel.SchemaSizes;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

  private final RuleCosts costs = new RuleCosts();

  private RuleChecks(boolean compiles) {
    this.compiles = compiles;
  }

  /// @param sound whether the schema has no other faults
  static void root(Part schema, boolean sound) {
    RuleChecks checks = new RuleChecks(sound);
    checks.check(schema, new Place(true, Optional.empty(), OptionalLong.of(1)));
    checks.costs.check(schema);
  }

  /// Where in a schema a rule stands.
  ///
  /// @param root whether it is about whole objects
  /// @param uncorrelatable the list or map in which values have no past
  /// @param cardinality how many values there may be at most; empty where nothing limits them
  private record Place(boolean root, Optional<FieldPath> uncorrelatable, OptionalLong cardinality) {
    Place below(Part schema, boolean forgetful) {
      return new Place(
          false,
          uncorrelatable.or(() -> forgetful ? Optional.of(schema.path()) : Optional.empty()),
          RuleCosts.below(schema.value(), cardinality));
    }
  }

  private void check(Part schema, Place place) {
    List<Part> rules = schema.items("x-kubernetes-validations");
    rules.forEach(RuleChecks::text);
    if (compiles && !rules.isEmpty()) {
      RuleCompiler compiler = new RuleCompiler(schema.value(), place.root());
      SchemaSizes sizes = new SchemaSizes(schema.value(), place.root());
      rules.forEach(rule -> compiled(compiler.compile(new Rule(rule.value())), rule, place, sizes));
    }
    Place inside = place.below(schema, schema.string("x-kubernetes-map-type").equals("atomic"));
    SchemaPaths.properties(schema).forEach(property -> check(property, inside));
    schema.find("additionalProperties").ifPresent(values -> check(values, inside));
    Place ofItems = place.below(schema, !schema.string("x-kubernetes-list-type").equals("map"));
    schema.find("items").ifPresent(items -> check(items, ofItems));
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

  private void compiled(RuleCompiler.Compiled compiled, Part rule, Place place, SchemaSizes sizes) {
    Object shown = shown(rule.value());
    compiled
        .program()
        .ifPresent(program -> {
          long times = place.cardinality().orElseGet(sizes::mostInARequest);
          costs.add(rule, "rule", RuleCosts.product(program.worstCost(sizes), times));
        });
    compiled.fault().ifPresent(fault -> rule.invalid("rule", shown, fault));
    compiled.messageFault().ifPresent(fault -> rule.invalid("messageExpression", shown, fault));
    compiled
        .message()
        .ifPresent(message -> costs.add(rule, "messageExpression", message.worstCost(sizes)));
    if (compiled.usesOldSelf() && place.uncorrelatable().isPresent()) {
      rule.invalid(
          "rule",
          "oldSelf cannot be used on the uncorrelatable portion of the schema within "
              + place.uncorrelatable().get());
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
