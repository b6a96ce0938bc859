package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.FileTests;
import dev.podium.kubelet.command.Glob;
import dev.podium.kubelet.command.Regexes;
import java.util.Optional;
import java.util.regex.Matcher;

/// Works out `[[ … ]]`.
final class Conditions {
  private final Shell shell;

  Conditions(Shell shell) {
    this.shell = shell;
  }

  boolean holds(Node.Test test) throws InterruptedException {
    return switch (test) {
      case Node.Test.Both(Node.Test left, Node.Test right) -> holds(left) && holds(right);
      case Node.Test.Either(Node.Test left, Node.Test right) -> holds(left) || holds(right);
      case Node.Test.Negated(Node.Test inner) -> !holds(inner);
      case Node.Test.Unary(String operator, Word operand) ->
          unary(operator, shell.expander().text(operand));
      case Node.Test.Binary(Word left, String operator, Word right) ->
          binary(shell.expander().text(left), operator, right);
    };
  }

  private boolean unary(String operator, String operand) {
    return switch (operator) {
      case "-n" -> !operand.isEmpty();
      case "-z" -> operand.isEmpty();
      case "-v" -> shell.parameters().named(operand).isPresent();
      case "-o" -> shell.options().set(operand, false);
      default -> FileTests.unary(operator, operand, shell.process());
    };
  }

  private boolean binary(String left, String operator, Word word) throws InterruptedException {
    switch (operator) {
      case "=", "==" -> {
        return Glob.matches(shell.expander().pattern(word), left);
      }
      case "!=" -> {
        return !Glob.matches(shell.expander().pattern(word), left);
      }
      case "=~" -> {
        return expression(left, shell.expander().pattern(word));
      }
      default -> {
        String right = shell.expander().text(word);
        return switch (operator) {
          case "<" -> left.compareTo(right) < 0;
          case ">" -> left.compareTo(right) > 0;
          case "-nt", "-ot", "-ef" -> FileTests.binary(left, operator, right, shell.process());
          default -> FileTests.compare(shell.evaluate(left), operator, shell.evaluate(right));
        };
      }
    }
  }

  /// The parts that match go to `BASH_REMATCH`.
  private boolean expression(String text, String regex) {
    Optional<Matcher> found = Regexes.extended(regex, text);
    Variable groups = shell.variables().require("BASH_REMATCH");
    groups.clear();
    if (found.isEmpty() || !found.get().find()) {
      return false;
    }
    Matcher matcher = found.get();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      groups.set("" + i, group == null ? "" : group);
    }
    return true;
  }
}
