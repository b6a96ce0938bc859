package dev.podium.usage;

import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One condition on the objects that a quota counts.
record QuotaScope(String name, String operator, List<String> values) {
  /// Plain scopes and the selector of a quota (getScopeSelectorsFromQuota).
  static List<QuotaScope> of(JsonObject quotaSpec) {
    List<QuotaScope> scopes = new ArrayList<>();
    quotaSpec
        .strings("scopes")
        .forEach(name -> scopes.add(new QuotaScope(name, "Exists", List.of())));
    quotaSpec
        .objects("scopeSelector", "matchExpressions")
        .forEach(expression ->
            scopes.add(
                new QuotaScope(
                    expression.string("scopeName"),
                    expression.string("operator"),
                    expression.strings("values"))));
    return scopes;
  }

  /// @param names of classes that an object refers to; empty ones count as none
  boolean matches(Set<String> names) {
    List<String> given = names.stream().filter(name -> !name.isEmpty()).toList();
    return switch (operator) {
      case "Exists" -> !given.isEmpty();
      case "DoesNotExist" -> given.isEmpty();
      case "In" -> given.stream().anyMatch(values::contains);
      default -> given.isEmpty() || given.stream().anyMatch(name -> !values.contains(name));
    };
  }
}
