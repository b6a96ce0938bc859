package dev.podium.cel;

import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.validator.CelAstValidator;
import dev.podium.object.GoRegex;

/// Refuses literals that could never be evaluated: regular expressions, durations, times.
///
/// Upstream: ValidateRegexLiterals and its like in cel-go's cel/validator.go.
final class LiteralChecks implements CelAstValidator {
  @Override
  public void validate(CelNavigableAst tree, Cel cel, IssuesFactory issues) {
    tree.getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.CALL)
        .map(node -> node.expr().call())
        .filter(call -> !call.args().isEmpty())
        .forEach(call -> {
          CelExpr argument = call.args().getLast();
          if (!isFine(call.function(), argument)) {
            issues.addError(argument.id(), "invalid " + call.function() + " argument");
          }
        });
  }

  private static boolean isFine(String function, CelExpr argument) {
    if (argument.getKind() != Kind.CONSTANT
        || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return true;
    }
    String text = argument.constant().stringValue();
    return switch (function) {
      case "matches" -> isRegex(text);
      case "duration" -> GoTimes.duration(text).isPresent();
      case "timestamp" -> GoTimes.timestamp(text).isPresent();
      default -> true;
    };
  }

  private static boolean isRegex(String text) {
    try {
      GoRegex.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }
}
