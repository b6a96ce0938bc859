package dev.podium.admission.policy;

import dev.podium.admission.match.AdmissionVariables;
import dev.podium.admission.match.Kinds;
import dev.podium.cel.CelCompileException;
import dev.podium.cel.CelEnvironment;
import dev.podium.cel.ValueType;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Looks whether the expressions of a ValidatingAdmissionPolicy fit the kinds that it names.
///
/// Upstream: TypeChecker in apiserver's admission/plugin/policy/validating/typechecking.go.
public final class TypeCheck {
  private static final int MOST_KINDS = 10;
  private static final String VARIABLES = "kubernetes.variables";
  private static final Comparator<GroupVersionKind> ORDER =
      Comparator.comparing(GroupVersionKind::group)
          .thenComparing(GroupVersionKind::version)
          .thenComparing(GroupVersionKind::kind);

  private final Kinds kinds;

  public TypeCheck(Kinds kinds) {
    this.kinds = kinds;
  }

  /// The `expressionWarnings` about the spec of a policy.
  public List<JsonObject> warnings(JsonObject spec) {
    Map<GroupVersionKind, CelEnvironment> environments = new LinkedHashMap<>();
    for (GroupVersionKind kind : named(spec)) {
      kinds.valueType(kind).ifPresent(type -> environments.put(kind, environment(spec, type)));
    }
    List<JsonObject> warnings = new ArrayList<>();
    List<JsonObject> validations = spec.objects("validations");
    for (int i = 0; i < validations.size(); i++) {
      FieldPath path = FieldPath.of("spec", "validations").index(i);
      for (String field : List.of("expression", "messageExpression")) {
        String found = check(validations.get(i).string(field), environments);
        if (!found.isEmpty()) {
          warnings.add(JsonObject.of("fieldRef", path.child(field).toString(), "warning", found));
        }
      }
    }
    return warnings;
  }

  /// The kinds that a policy names without a wildcard.
  private TreeSet<GroupVersionKind> named(JsonObject spec) {
    TreeSet<GroupVersionKind> found = new TreeSet<>(ORDER);
    for (JsonObject rule : spec.objects("matchConstraints", "resourceRules")) {
      int before = found.size();
      for (String group : plain(rule.strings("apiGroups"))) {
        for (String version : plain(rule.strings("apiVersions"))) {
          rule.strings("resources").stream()
              .filter(resource -> !resource.contains("*") && !resource.contains("/"))
              .sorted()
              .flatMap(resource -> kinds.named(group, version, resource).stream())
              .limit(Math.max(0, MOST_KINDS - (found.size() - before)))
              .forEach(found::add);
        }
      }
      if (found.size() - before >= MOST_KINDS) {
        return found;
      }
    }
    return found;
  }

  /// Nothing where one is a wildcard.
  private static List<String> plain(List<String> names) {
    return names.stream().anyMatch(name -> name.contains("*"))
        ? List.of()
        : names.stream().sorted().toList();
  }

  private CelEnvironment environment(JsonObject spec, ValueType object) {
    Optional<JsonObject> parameter = spec.findObject("paramKind");
    Map<String, ValueType> types =
        new LinkedHashMap<>(AdmissionVariables.types(parameter.isPresent()));
    types.put("object", object);
    types.put("oldObject", object);
    parameter.ifPresent(kind ->
        types.put(
            "params",
            kinds
                .valueType(GroupVersionKind.of(kind.string("apiVersion"), kind.string("kind")))
                .orElse(Simple.DYN)));
    types.put("variables", Structure.of(VARIABLES, Map.of()));
    CelEnvironment environment = CelEnvironment.of(types);
    for (JsonObject variable : spec.objects("variables")) {
      try {
        environment.define(
            VARIABLES, variable.string("name"), environment.compile(variable.string("expression")));
      } catch (CelCompileException _) {
        // Whoever uses it finds that there is none.
      }
    }
    return environment;
  }

  private static String check(
      String expression, Map<GroupVersionKind, CelEnvironment> environments) {
    List<String> found = new ArrayList<>();
    if (!expression.isEmpty()) {
      environments.forEach((kind, environment) -> {
        try {
          environment.compile(expression);
        } catch (CelCompileException e) {
          found.add(kind + ": " + e.issues() + "\n");
        }
      });
    }
    return String.join("\n", found);
  }
}
