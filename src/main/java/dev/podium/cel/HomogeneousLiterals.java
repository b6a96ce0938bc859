package dev.podium.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.OptionalType;
import dev.cel.validator.CelAstValidator;
import java.util.Optional;

/// Refuses literal lists and maps of mixed types, but as arguments of `format`. Of a list the first
/// item is told that differs, of a map each.
///
/// Upstream: ValidateHomogeneousAggregateLiterals in cel-go's cel/validator.go.
final class HomogeneousLiterals implements CelAstValidator {
  @Override
  public void validate(CelNavigableAst tree, Cel cel, IssuesFactory issues) {
    CelAbstractSyntaxTree ast = tree.getAst();
    tree.getRoot()
        .allNodes()
        .filter(node -> !isFormatted(node))
        .forEach(node -> {
          if (node.getKind() == Kind.LIST) {
            list(ast, node.expr().list(), issues);
          } else if (node.getKind() == Kind.MAP) {
            map(ast, node.expr().map(), issues);
          }
        });
  }

  private static boolean isFormatted(CelNavigableExpr node) {
    Optional<CelNavigableExpr> parent = node.parent();
    while (parent.isPresent()) {
      CelNavigableExpr at = parent.get();
      if (at.getKind() == Kind.CALL && at.expr().call().function().equals("format")) {
        return true;
      }
      parent = at.parent();
    }
    return false;
  }

  private static void list(CelAbstractSyntaxTree ast, CelExpr.CelList list, IssuesFactory issues) {
    ImmutableList<CelExpr> elements = list.elements();
    for (int i = 1; i < elements.size(); i++) {
      CelType first = type(ast, elements.getFirst(), list.optionalIndices().contains(0));
      CelType other = type(ast, elements.get(i), list.optionalIndices().contains(i));
      if (!first.equals(other)) {
        mismatch(issues, elements.get(i), first, other);
        return;
      }
    }
  }

  private static void map(CelAbstractSyntaxTree ast, CelExpr.CelMap map, IssuesFactory issues) {
    for (CelExpr.CelMap.Entry entry : map.entries()) {
      CelExpr.CelMap.Entry first = map.entries().getFirst();
      CelType key = type(ast, first.key(), false);
      CelType value = type(ast, first.value(), first.optionalEntry());
      CelType otherKey = type(ast, entry.key(), false);
      CelType otherValue = type(ast, entry.value(), entry.optionalEntry());
      if (!key.equals(otherKey)) {
        mismatch(issues, entry.key(), key, otherKey);
      }
      if (!value.equals(otherValue)) {
        mismatch(issues, entry.value(), value, otherValue);
      }
    }
  }

  private static CelType type(CelAbstractSyntaxTree ast, CelExpr expression, boolean optional) {
    CelType type = ast.getType(expression.id()).orElseThrow();
    return optional && type instanceof OptionalType ? type.parameters().getFirst() : type;
  }

  private static void mismatch(IssuesFactory issues, CelExpr at, CelType expected, CelType actual) {
    issues.addError(
        at.id(),
        "expected type '%s' but found '%s'"
            .formatted(CelTypes.format(expected), CelTypes.format(actual)));
  }
}
