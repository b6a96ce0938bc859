package dev.podium.resources.apiextensions;

import dev.podium.cel.SchemaSizes;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
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
  private static final List<String> MAP_TYPES = List.of("granular", "atomic");
  private static final Pattern LINE_BREAK = Pattern.compile("[\n\r]");

  private final RuleCosts costs = new RuleCosts();

  /// What is wrong with rules themselves, which is said after all that is wrong with schemas.
  private final List<FieldError> found = new ArrayList<>();

  private RuleChecks() {}

  /// @param structural whether rules are compiled at all
  static void root(Part schema, boolean structural) {
    texts(schema);
    if (!structural) {
      return;
    }
    RuleChecks checks = new RuleChecks();
    checks.check(schema, new Place(true, Optional.empty(), OptionalLong.of(1)));
    schema.errors().addAll(checks.found);
    checks.costs.check(schema);
  }

  private static void texts(Part schema) {
    List<Part> rules = schema.items("x-kubernetes-validations");
    rules.forEach(rule -> text(rule, schema));
    SchemaPaths.properties(schema).forEach(RuleChecks::texts);
    schema.find("additionalProperties").ifPresent(RuleChecks::texts);
    schema.find("items").ifPresent(RuleChecks::texts);
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
    Place ofProperties = place.below(schema, !isCorrelatableMap(schema));
    SchemaPaths.properties(schema).forEach(property -> check(property, ofProperties));
    Place ofValues = place.below(schema, false);
    schema.find("additionalProperties").ifPresent(values -> check(values, ofValues));
    Place ofItems = place.below(schema, !schema.string("x-kubernetes-list-type").equals("map"));
    schema.find("items").ifPresent(items -> check(items, ofItems));
    if (schema.array("x-kubernetes-validations").isEmpty() || hasFaults(schema)) {
      return;
    }
    RuleCompiler compiler = new RuleCompiler(schema.value(), place.root());
    SchemaSizes sizes = new SchemaSizes(schema.value(), place.root());
    for (Part rule : schema.items("x-kubernetes-validations")) {
      Part noted = new Part(rule.value(), rule.path(), found);
      compiled(compiler.compile(new Rule(rule.value())), noted, place, sizes);
    }
  }

  private static boolean isCorrelatableMap(Part schema) {
    return !schema.has("x-kubernetes-map-type")
        || MAP_TYPES.contains(schema.string("x-kubernetes-map-type"));
  }

  /// Rules are not compiled over a schema with other faults, here or below: what they are told
  /// would only mislead.
  private static boolean hasFaults(Part schema) {
    String path = schema.path().toString();
    return schema.errors().stream().anyMatch(error -> error.field().startsWith(path));
  }

  private static void text(Part rule, Part schema) {
    String text = rule.string("rule").strip();
    String message = rule.string("message");
    if (text.isEmpty()) {
      rule.required("rule", "rule is not specified");
    } else if (!message.isEmpty() && message.isBlank()) {
      rule.invalid("message", "must be non-empty if specified");
    } else if (LINE_BREAK.matcher(message.strip()).find()) {
      rule.invalid("message", "must not contain line breaks");
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
      rule.add(FieldError.invalid(at, path, "must be non-empty if specified"));
    }
    if (LINE_BREAK.matcher(path).find()) {
      rule.add(FieldError.invalid(at, path, "must not contain line breaks"));
    }
    if (!path.isEmpty() && !RulePath.leads(path, schema.value())) {
      rule.add(FieldError.invalid(at, path, "must be a valid path"));
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
    if (!compiled.usesOldSelf() && rule.value().has("optionalOldSelf")) {
      rule.invalid("optionalOldSelf", "may not be set if oldSelf is not used in rule");
    }
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
