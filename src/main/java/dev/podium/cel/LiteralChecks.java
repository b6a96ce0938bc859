package dev.podium.cel;

import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.validator.CelAstValidator;
import dev.podium.object.GoRegex;
import java.util.Optional;

/// Refuses literals that could never be evaluated: regular expressions, durations, times.
///
/// Upstream: ValidateRegexLiterals and its like in cel-go's cel/validator.go.
final class LiteralChecks implements CelAstValidator {
  /// The seconds since 1970 at which the years 1 and 10000 begin, the latter not included.
  private static final long FIRST = -62_135_596_800L;

  private static final long LAST = 253_402_300_799L;

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
    if (argument.getKind() != Kind.CONSTANT) {
      return true;
    }
    if (argument.constant().getKind() == CelConstant.Kind.INT64_VALUE) {
      long seconds = argument.constant().int64Value();
      return !function.equals("timestamp") || (FIRST <= seconds && seconds <= LAST);
    }
    if (argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return true;
    }
    String text = argument.constant().stringValue();
    return switch (function) {
      case "matches" -> fault(text).isEmpty();
      case "duration" -> GoTimes.duration(text).isPresent();
      case "timestamp" -> GoTimes.timestamp(text).isPresent();
      default -> true;
    };
  }

  /// What is wrong with the pattern of a search, which is compiled only with the program.
  static Optional<String> searchFault(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.CALL)
        .map(node -> node.expr().call())
        .filter(call -> call.function().equals("find") || call.function().equals("findAll"))
        .filter(call -> !call.args().isEmpty())
        .map(call -> call.args().getFirst())
        .filter(pattern -> pattern.getKind() == Kind.CONSTANT)
        .map(CelExpr::constant)
        .filter(constant -> constant.getKind() == CelConstant.Kind.STRING_VALUE)
        .flatMap(constant -> fault(constant.stringValue()).stream())
        .findFirst();
  }

  private static Optional<String> fault(String pattern) {
    try {
      GoRegex.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
