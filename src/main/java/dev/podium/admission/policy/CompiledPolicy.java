package dev.podium.admission.policy;

import dev.podium.admission.match.AdmissionVariables;
import dev.podium.admission.match.MatchConditions;
import dev.podium.cel.CelCompileException;
import dev.podium.cel.CelEnvironment;
import dev.podium.cel.CelProgram;
import dev.podium.cel.ValueType;
import dev.podium.cel.ValueType.ListOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.cel.ValueType.Structure;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy's expressions, compiled.
public final class CompiledPolicy {
  private static final String VARIABLES = "kubernetes.variables";

  /// An expression and its program.
  record Compiled(String expression, CelProgram program) {}

  /// @param reason of a refusal; empty where the policy names none
  record Validation(
      Compiled check, Optional<Compiled> messageExpression, String message, String reason) {}

  /// @param apply whether it yields an apply configuration rather than a JSON patch
  record Mutation(Compiled change, boolean apply) {}

  private final FieldPath spec = FieldPath.of("spec");
  private final CelEnvironment environment;
  private final Map<String, Compiled> variables = new LinkedHashMap<>();
  private final List<Validation> validations = new ArrayList<>();
  private final List<Compiled> annotations = new ArrayList<>();
  private final List<Mutation> mutations = new ArrayList<>();
  private final List<FieldError> errors = new ArrayList<>();
  private Optional<MatchConditions> conditions = Optional.empty();

  private CompiledPolicy(JsonObject policy) {
    Map<String, ValueType> types =
        new LinkedHashMap<>(AdmissionVariables.types(policy.has("paramKind")));
    types.put("variables", Structure.of(VARIABLES, Map.of()));
    environment = CelEnvironment.of(types);
  }

  /// @param spec of a policy of either kind
  public static CompiledPolicy of(JsonObject spec) {
    CompiledPolicy policy = new CompiledPolicy(spec);
    policy.readConditions(spec);
    policy.readVariables(spec);
    policy.readValidations(spec);
    policy.readMutations(spec);
    return policy;
  }

  /// What does not compile, by field.
  public List<FieldError> errors() {
    return errors;
  }

  MatchConditions conditions() {
    return conditions.orElseThrow();
  }

  Map<String, Compiled> variables() {
    return variables;
  }

  List<Validation> validations() {
    return validations;
  }

  List<Compiled> annotations() {
    return annotations;
  }

  List<Mutation> mutations() {
    return mutations;
  }

  private void readConditions(JsonObject policy) {
    List<JsonObject> all = policy.objects("matchConditions");
    for (int i = 0; i < all.size(); i++) {
      FieldPath path = spec.child("matchConditions").index(i);
      compile(all.get(i), path, "expression", List.of(Simple.BOOL));
    }
    if (errors.isEmpty()) {
      try {
        conditions = Optional.of(MatchConditions.compile(policy, environment));
      } catch (CelCompileException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void readVariables(JsonObject policy) {
    List<JsonObject> all = policy.objects("variables");
    for (int i = 0; i < all.size(); i++) {
      String name = all.get(i).string("name");
      Optional<Compiled> compiled =
          compile(all.get(i), spec.child("variables").index(i), "expression", List.of());
      compiled.ifPresent(variable -> {
        variables.put(name, variable);
        environment.define(VARIABLES, name, variable.program());
      });
    }
  }

  private void readValidations(JsonObject policy) {
    List<JsonObject> all = policy.objects("validations");
    for (int i = 0; i < all.size(); i++) {
      JsonObject validation = all.get(i);
      FieldPath path = spec.child("validations").index(i);
      Optional<Compiled> check = compile(validation, path, "expression", List.of(Simple.BOOL));
      Optional<Compiled> message =
          compile(validation, path, "messageExpression", List.of(Simple.STRING));
      check.ifPresent(compiled ->
          validations.add(
              new Validation(
                  compiled, message, validation.string("message"), validation.string("reason"))));
    }
    List<JsonObject> notes = policy.objects("auditAnnotations");
    for (int i = 0; i < notes.size(); i++) {
      FieldPath path = spec.child("auditAnnotations").index(i);
      compile(notes.get(i), path, "valueExpression", List.of(Simple.STRING, Simple.NULL))
          .ifPresent(annotations::add);
    }
  }

  private void readMutations(JsonObject policy) {
    List<JsonObject> all = policy.objects("mutations");
    for (int i = 0; i < all.size(); i++) {
      boolean apply = all.get(i).string("patchType").equals("ApplyConfiguration");
      String field = apply ? "applyConfiguration" : "jsonPatch";
      FieldPath path = spec.child("mutations").index(i).child(field);
      ValueType result = apply ? Simple.OBJECT : ListOf.of(Simple.JSON_PATCH);
      compile(all.get(i).object(field), path, "expression", List.of(result))
          .ifPresent(change -> mutations.add(new Mutation(change, apply)));
    }
  }

  /// @param results the types that are wanted; none where any will do
  private Optional<Compiled> compile(
      JsonObject owner, FieldPath path, String field, List<? extends ValueType> results) {
    String expression = owner.string(field).strip();
    if (expression.isEmpty()) {
      return Optional.empty();
    }
    try {
      CelProgram program =
          results.isEmpty()
              ? environment.compile(expression)
              : environment.compile(expression, results);
      return Optional.of(new Compiled(expression, program));
    } catch (CelCompileException e) {
      errors.add(FieldError.invalid(path.child(field), owner.string(field), e.text()));
      return Optional.empty();
    }
  }
}
