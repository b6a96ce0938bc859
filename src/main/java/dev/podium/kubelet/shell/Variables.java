package dev.podium.kubelet.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The variables of a shell, and those that functions hide while they run.
final class Variables {
  /// What bash says of a variable that may not be written.
  static final String READ_ONLY = "readonly variable";

  private final Map<String, Variable> variables = new TreeMap<>();
  private final Deque<Map<String, Optional<Variable>>> hidden = new ArrayDeque<>();

  static Variables of(Map<String, String> environment) {
    Variables variables = new Variables();
    environment.forEach((name, value) -> {
      variables.assign(name, value);
      variables.require(name).exported = true;
    });
    return variables;
  }

  Variables copy() {
    Variables copy = new Variables();
    variables.forEach((name, variable) -> copy.variables.put(name, variable.copy()));
    return copy;
  }

  Optional<Variable> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  Optional<String> value(String name) {
    return find(name).flatMap(Variable::value);
  }

  Variable require(String name) {
    return variables.computeIfAbsent(name, _ -> new Variable());
  }

  /// The variable to write to.
  ///
  /// @throws ShellError where it may not be
  Variable writable(String name) {
    Variable variable = require(name);
    if (variable.readOnly) {
      throw new ShellError(name + ": " + READ_ONLY, 1);
    }
    return variable;
  }

  void assign(String name, String value) {
    writable(name).set(value);
  }

  void unset(String name) {
    find(name).ifPresent(_ -> writable(name));
    variables.remove(name);
  }

  Map<String, Variable> all() {
    return variables;
  }

  /// What children get.
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    variables.forEach((name, variable) -> {
      if (variable.exported) {
        variable.value().ifPresent(value -> environment.put(name, value));
      }
    });
    return environment;
  }

  void enter() {
    hidden.push(new LinkedHashMap<>());
  }

  void leave() {
    hidden
        .pop()
        .forEach((name, before) ->
            before.ifPresentOrElse(
                variable -> variables.put(name, variable), () -> variables.remove(name)));
  }

  boolean inFunction() {
    return !hidden.isEmpty();
  }

  /// Hides a variable until the function that runs ends.
  void local(String name) {
    if (hidden.element().containsKey(name)) {
      return;
    }
    Optional<Variable> before = find(name);
    hidden.element().put(name, before);
    Variable fresh = new Variable();
    before.ifPresent(variable -> fresh.exported = variable.exported);
    variables.put(name, fresh);
  }

  /// Puts a variable back as it was, after a command that had another value for itself.
  void restore(String name, Optional<Variable> before) {
    before.ifPresentOrElse(variable -> variables.put(name, variable), () -> variables.remove(name));
  }
}
