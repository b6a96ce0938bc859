package dev.podium.resources.admissionregistration;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which requests a webhook or a policy is about: rules, selectors, conditions.
///
/// Upstream: pkg/apis/admissionregistration/validation/validation.go.
final class MatchChecks {
  private static final int MOST_CONDITIONS = 64;
  private static final String ALL = "*";

  private MatchChecks() {}

  /// Resources that a policy or its binding is for (validateMatchResources).
  static void resources(Part match) {
    if (match.has("matchPolicy")) {
      match.oneOfIfPresent("matchPolicy", List.of("Equivalent", "Exact"));
    } else {
      match.required("matchPolicy");
    }
    for (String selector : new String[] {"namespaceSelector", "objectSelector"}) {
      match.find(selector).ifPresentOrElse(SelectorFields::check, () -> match.required(selector));
    }
    for (String rules : new String[] {"resourceRules", "excludeResourceRules"}) {
      match.items(rules).forEach(MatchChecks::namedRule);
    }
  }

  private static void namedRule(Part rule) {
    List<String> names = rule.strings("resourceNames");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      FieldPath path = rule.child("resourceNames").index(i);
      FieldChecks.format(names.get(i), NameFormats.pathSegment(names.get(i)), path, rule.errors());
      if (!seen.add(names.get(i))) {
        rule.add(FieldError.duplicate(path, names.get(i)));
      }
    }
    rule(rule);
  }

  /// Operations on resources (validateRuleWithOperations).
  static void rule(Part rule) {
    List<String> operations = rule.strings("operations");
    if (operations.isEmpty()) {
      rule.required("operations");
    }
    aloneIfAll(rule, "operations", "operations");
    for (int i = 0; i < operations.size(); i++) {
      List<String> supported = List.of(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE");
      if (!supported.contains(operations.get(i))) {
        rule.add(
            FieldError.notSupported(
                rule.child("operations").index(i), operations.get(i), supported));
      }
    }
    if (rule.array("apiGroups").isEmpty()) {
      rule.required("apiGroups");
    }
    aloneIfAll(rule, "apiGroups", "API groups");
    if (rule.array("apiVersions").isEmpty()) {
      rule.required("apiVersions");
    }
    aloneIfAll(rule, "apiVersions", "API versions");
    noneEmpty(rule, "apiVersions");
    ResourceNames.check(rule);
    rule.oneOfIfPresent("scope", List.of(ALL, "Cluster", "Namespaced"));
  }

  private static void aloneIfAll(Part rule, String field, String words) {
    List<String> values = rule.strings(field);
    if (values.size() > 1 && values.contains(ALL)) {
      rule.invalid(field, "if '*' is present, must not specify other " + words);
    }
  }

  private static void noneEmpty(Part rule, String field) {
    List<String> values = rule.strings(field);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isEmpty()) {
        rule.add(FieldError.required(rule.child(field).index(i), ""));
      }
    }
  }

  /// Conditions by name (validateMatchConditions).
  ///
  /// @param fault what is wrong with an expression
  static void conditions(Part parent, Function<String, Optional<String>> fault) {
    List<Part> conditions = parent.items("matchConditions");
    if (conditions.size() > MOST_CONDITIONS) {
      parent.add(
          FieldError.tooMany(parent.child("matchConditions"), conditions.size(), MOST_CONDITIONS));
    }
    Set<String> seen = new HashSet<>();
    for (Part condition : conditions) {
      String expression = condition.string("expression").strip();
      if (expression.isEmpty()) {
        condition.required("expression");
      } else {
        fault
            .apply(expression)
            .ifPresent(words -> condition.invalid("expression", expression, words));
      }
      String name = condition.string("name");
      if (condition.requireText("name")) {
        condition.faults("name", LabelFormats.key(name));
        if (!seen.add(name)) {
          condition.duplicate("name", name);
        }
      }
    }
  }
}
