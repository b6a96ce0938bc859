package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.FileTests;
import dev.podium.kubelet.command.Glob;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
      case "-v" -> shell.named(operand).isPresent();
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
    Matcher matcher;
    try {
      matcher =
          Pattern.compile(
                  regex
                      .replace("[[:", "[\\p{")
                      .replaceAll("\\\\p\\{(\\w+):\\]", "\\\\p{$1}")
                      .replace("{alpha}", "{Alpha}")
                      .replace("{digit}", "{Digit}")
                      .replace("{alnum}", "{Alnum}")
                      .replace("{space}", "{Space}")
                      .replace("{upper}", "{Upper}")
                      .replace("{lower}", "{Lower}")
                      .replace("{punct}", "{Punct}"))
              .matcher(text);
    } catch (PatternSyntaxException _) {
      return false;
    }
    Variable groups = shell.variables().require("BASH_REMATCH");
    groups.clear();
    if (!matcher.find()) {
      return false;
    }
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      groups.set("" + i, group == null ? "" : group);
    }
    return true;
  }
}
