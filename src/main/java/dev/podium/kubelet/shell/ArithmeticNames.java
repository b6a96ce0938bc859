package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Arithmetic.Names;
import java.util.Optional;

/// The variables and elements of arrays that expressions name.
final class ArithmeticNames implements Names {
  private final Shell shell;

  ArithmeticNames(Shell shell) {
    this.shell = shell;
  }

  private String key(String name, int bracket) {
    String array = name.substring(0, bracket);
    String subscript = name.substring(bracket + 1, name.length() - 1);
    boolean associative =
        shell
            .variables()
            .find(array)
            .filter(v -> v.shape() == Variable.Shape.ASSOCIATIVE)
            .isPresent();
    return associative ? subscript : "" + shell.evaluate(subscript);
  }

  @Override
  public String get(String name) {
    int bracket = name.indexOf('[');
    Optional<String> value =
        bracket < 0
            ? shell.parameters().value(name)
            : shell
                .variables()
                .find(name.substring(0, bracket))
                .map(v -> v.elements().get(key(name, bracket)));
    if (value.isEmpty() && shell.options().has('u')) {
      String text = shell.dialect() == Dialect.BASH ? "unbound variable" : "parameter not set";
      throw new ShellError(name + ": " + text, shell.dialect() == Dialect.BASH ? 127 : 2);
    }
    return value.orElse("0");
  }

  @Override
  public void set(String name, long value) {
    int bracket = name.indexOf('[');
    if (bracket < 0) {
      shell.variables().assign(name, "" + value);
    } else {
      shell.variables().writable(name.substring(0, bracket)).set(key(name, bracket), "" + value);
    }
  }
}
