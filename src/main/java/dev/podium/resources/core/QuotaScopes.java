package dev.podium.resources.core;

import dev.podium.object.FieldError;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which objects a quota counts, and whether what it counts fits that.
///
/// Upstream: validateResourceQuotaScopes and validateScopedResourceSelectorRequirement.
final class QuotaScopes {
  private static final Set<String> SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");
  private static final Set<String> COMPUTE =
      Set.of("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
  private static final Set<String> VOLUMES = Set.of("persistentvolumeclaims", "requests.storage");
  private static final List<Set<String>> CONFLICTS =
      List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));

  private QuotaScopes() {}

  static void check(Part spec) {
    Set<String> hard = new TreeSet<>(spec.at("hard").value().keys());
    checkScopes(spec, hard);
    spec.find("scopeSelector").ifPresent(selector -> checkSelector(spec, selector, hard));
  }

  private static void checkScopes(Part spec, Set<String> hard) {
    List<String> scopes = spec.strings("scopes");
    for (String scope : scopes) {
      if (!SCOPES.contains(scope)) {
        spec.invalid("scopes", "unsupported scope");
      }
      for (String resource : hard) {
        if (QuotaResources.isStandard(resource) && !fits(scope, resource)) {
          spec.invalid("scopes", "unsupported scope applied to resource");
        }
      }
    }
    checkConflicts(spec, new HashSet<>(scopes), spec, "scopes");
  }

  private static void checkConflicts(Part spec, Set<String> scopes, Part where, String field) {
    for (Set<String> conflict : CONFLICTS) {
      if (scopes.containsAll(conflict)) {
        where.add(
            FieldError.invalid(where.child(field), spec.shown("scopes"), "conflicting scopes"));
      }
    }
  }

  private static boolean fits(String scope, String resource) {
    return switch (scope) {
      case "BestEffort" -> resource.equals("pods");
      case "VolumeAttributesClass" -> VOLUMES.contains(resource);
      case "Terminating",
          "NotTerminating",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity" ->
          resource.equals("pods") || COMPUTE.contains(resource);
      default -> true;
    };
  }

  /// Upstream's paths name the list here and not its entries.
  private static void checkSelector(Part spec, Part selector, Set<String> hard) {
    Set<String> scopes = new HashSet<>();
    for (Part entry : selector.items("matchExpressions")) {
      Part expression = entry.under(selector.child("matchExpressions"));
      String scope = expression.string("scopeName");
      if (!SCOPES.contains(scope)) {
        expression.invalid("scopeName", scope, "unsupported scope");
      }
      for (String resource : hard) {
        if (QuotaResources.isStandard(resource) && !fits(scope, resource)) {
          expression.add(
              FieldError.invalid(
                  expression.path(),
                  InternalForm.of("io.k8s.api.core.v1.ScopeSelector", selector.value()),
                  "unsupported scope applied to resource"));
        }
      }
      checkOperator(expression, scope);
      scopes.add(scope);
    }
    checkConflicts(spec, scopes, selector, "matchExpressions");
  }

  private static void checkOperator(Part expression, String scope) {
    String operator = expression.string("operator");
    boolean bare = !scope.equals("PriorityClass") && !scope.equals("VolumeAttributesClass");
    if (bare && SCOPES.contains(scope) && !operator.equals("Exists")) {
      expression.invalid(
          "operator",
          operator,
          "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
              + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
              + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
    }
    boolean values = !expression.array("values").isEmpty();
    switch (operator) {
      case "In", "NotIn" -> {
        if (!values) {
          expression.required(
              "values",
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (values) {
          expression.invalid(
              "values",
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        }
      }
      default -> expression.invalid("operator", operator, "not a valid selector operator");
    }
  }
}
