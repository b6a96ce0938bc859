package dev.podium.resources.apiextensions;

import dev.podium.cel.CelCompileException;
import dev.podium.cel.CelEnvironment;
import dev.podium.cel.CelProgram;
import dev.podium.cel.SchemaTypes;
import dev.podium.cel.ValueType;
import dev.podium.cel.ValueType.OptionalOf;
import dev.podium.cel.ValueType.Simple;
import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Compiles the rules of one place in a schema, over `self` and `oldSelf`.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/schema/cel/compilation.go.
final class RuleCompiler {
  /// A rule, and what came of it.
  ///
  /// @param program empty where the rule is empty or does not compile
  /// @param fault why it does not compile
  record Compiled(
      Rule rule,
      Optional<CelProgram> program,
      Optional<String> fault,
      Optional<CelProgram> message,
      Optional<String> messageFault) {
    boolean usesOldSelf() {
      return program.filter(p -> p.uses("oldSelf")).isPresent();
    }
  }

  private final Optional<ValueType> type;
  private final Map<Boolean, CelEnvironment> environments = new LinkedHashMap<>();

  /// @param root whether the schema is that of whole objects
  RuleCompiler(JsonObject schema, boolean root) {
    this.type = SchemaTypes.ofSchema("self", schema, root);
  }

  Compiled compile(Rule rule) {
    Compiled nothing =
        new Compiled(rule, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    if (type.isEmpty() || rule.text().isEmpty()) {
      return nothing;
    }
    CelEnvironment environment = environment(rule.optionalOldSelf());
    CelProgram program;
    try {
      program = environment.compile(rule.text());
    } catch (CelCompileException e) {
      return new Compiled(
          rule, Optional.empty(), Optional.of(e.text()), Optional.empty(), Optional.empty());
    }
    if (!program.yields(Simple.BOOL)) {
      return new Compiled(
          rule,
          Optional.empty(),
          Optional.of("cel expression must evaluate to a bool"),
          Optional.empty(),
          Optional.empty());
    }
    return withMessage(rule, program, environment);
  }

  private static Compiled withMessage(Rule rule, CelProgram program, CelEnvironment environment) {
    Optional<CelProgram> message = Optional.empty();
    Optional<String> fault = Optional.empty();
    if (!rule.messageExpression().isBlank()) {
      try {
        CelProgram compiled = environment.compile(rule.messageExpression());
        if (compiled.yields(Simple.STRING)) {
          message = Optional.of(compiled);
        } else {
          fault = Optional.of("messageExpression must evaluate to a string");
        }
      } catch (CelCompileException e) {
        fault = Optional.of("messageExpression " + e.text());
      }
    }
    return new Compiled(rule, Optional.of(program), Optional.empty(), message, fault);
  }

  private CelEnvironment environment(boolean optionalOldSelf) {
    return environments.computeIfAbsent(
        optionalOldSelf,
        optional -> {
          ValueType self = type.orElseThrow();
          Map<String, ValueType> variables = new LinkedHashMap<>();
          variables.put("self", self);
          variables.put("oldSelf", optional ? new OptionalOf(self) : self);
          return CelEnvironment.of(variables);
        });
  }
}
