package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import dev.podium.kubelet.command.AwkTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the expressions of awk's language, each method those that bind at least as tightly as what
/// it is named after.
final class AwkExpressionParser {
  private final AwkTokens tokens;

  /// Whether `>` and `|` say where a line is printed to.
  private boolean noRedirect;

  AwkExpressionParser(AwkTokens tokens) {
    this.tokens = tokens;
  }

  /// What is to be printed, up to where it says where to.
  List<Expression> printed() {
    List<Expression> values = new ArrayList<>();
    boolean outer = noRedirect;
    noRedirect = true;
    while (tokens.kind() != Kind.NEWLINE
        && tokens.kind() != Kind.END
        && !tokens.is(";")
        && !tokens.is("}")
        && !tokens.is(">")
        && !tokens.is(">>")
        && !tokens.is("|")) {
      values.add(expression());
      if (!tokens.accept(",")) {
        break;
      }
      tokens.newlines();
    }
    noRedirect = outer;
    return values;
  }

  /// Where it is printed to.
  Expression redirected() {
    boolean outer = noRedirect;
    noRedirect = true;
    Expression target = concatenation();
    noRedirect = outer;
    return target;
  }

  /// Expressions up to a closing bracket, which is passed over.
  List<Expression> list(String close) {
    List<Expression> values = new ArrayList<>();
    boolean outerRedirect = noRedirect;
    noRedirect = false;
    tokens.newlines();
    while (!tokens.is(close)) {
      values.add(expression());
      tokens.newlines();
      if (!tokens.is(close)) {
        tokens.expect(",");
        tokens.newlines();
      }
    }
    noRedirect = outerRedirect;
    tokens.next();
    return values;
  }

  Expression expression() {
    tokens.enter();
    try {
      Expression left = conditional();
      boolean target = isAssignable(left);
      if (target
          && tokens.kind() == Kind.OPERATOR
          && List.of("=", "+=", "-=", "*=", "/=", "%=", "^=").contains(tokens.text())) {
        String operator = tokens.text();
        tokens.next();
        tokens.newlines();
        return new Expression.Assign(operator, left, expression());
      }
      return left;
    } finally {
      tokens.leave();
    }
  }

  private Expression conditional() {
    Expression condition = or();
    if (!tokens.accept("?")) {
      return condition;
    }
    tokens.newlines();
    Expression then = expression();
    tokens.newlines();
    tokens.expect(":");
    tokens.newlines();
    return new Expression.Conditional(condition, then, expression());
  }

  private Expression or() {
    Expression left = and();
    while (tokens.accept("||")) {
      tokens.newlines();
      left = new Expression.Binary("||", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = membership();
    while (tokens.accept("&&")) {
      tokens.newlines();
      left = new Expression.Binary("&&", left, membership());
    }
    return left;
  }

  private Expression membership() {
    Expression left = matching();
    while (tokens.is("in")) {
      tokens.next();
      List<Expression> key =
          left instanceof Expression.Grouped(List<Expression> values) ? values : List.of(left);
      left = new Expression.In(key, tokens.text());
      tokens.next();
    }
    return left;
  }

  private Expression matching() {
    Expression left = comparison();
    while (tokens.is("~") || tokens.is("!~")) {
      String operator = tokens.text();
      tokens.next();
      left = new Expression.Binary(operator, left, comparison());
    }
    return left;
  }

  private Expression comparison() {
    Expression left = concatenation();
    while (tokens.kind() == Kind.OPERATOR
        && List.of("<", "<=", "==", "!=", ">=", ">").contains(tokens.text())
        && !(noRedirect && tokens.is(">"))) {
      String operator = tokens.text();
      tokens.next();
      left = new Expression.Binary(operator, left, concatenation());
    }
    if (tokens.is("|") && !noRedirect) {
      left = piped(left);
    }
    return left;
  }

  private Expression piped(Expression command) {
    Expression left = command;
    while (tokens.is("|")) {
      tokens.next();
      tokens.expect("getline");
      left = new Expression.Getline(target(), Optional.of(left), true);
    }
    return left;
  }

  private Optional<Expression> target() {
    return tokens.kind() == Kind.NAME || tokens.is("$") ? Optional.of(primary()) : Optional.empty();
  }

  private Expression concatenation() {
    Expression left = sum();
    while (begins()) {
      left = new Expression.Binary(" ", left, sum());
    }
    return left;
  }

  private boolean begins() {
    return switch (tokens.kind()) {
      case NUMBER, STRING, REGEX, NAME, CALL -> true;
      case OPERATOR -> List.of("$", "!", "(", "-", "+", "++", "--").contains(tokens.text());
      case KEYWORD, NEWLINE, END -> false;
    };
  }

  private Expression sum() {
    Expression left = product();
    while (tokens.is("+") || tokens.is("-")) {
      String operator = tokens.text();
      tokens.next();
      left = new Expression.Binary(operator, left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (tokens.is("*") || tokens.is("/") || tokens.is("%")) {
      String operator = tokens.text();
      tokens.next();
      left = new Expression.Binary(operator, left, unary());
    }
    return left;
  }

  private Expression unary() {
    for (String operator : List.of("!", "-", "+")) {
      if (tokens.accept(operator)) {
        return new Expression.Unary(operator, unary());
      }
    }
    return power();
  }

  private Expression power() {
    Expression base = postfix();
    return tokens.accept("^") ? new Expression.Binary("^", base, unary()) : base;
  }

  private Expression postfix() {
    if (tokens.is("++") || tokens.is("--")) {
      int by = tokens.is("++") ? 1 : -1;
      tokens.next();
      return new Expression.Increment(primary(), by, true);
    }
    Expression value = primary();
    boolean target = isAssignable(value);
    if (target && (tokens.is("++") || tokens.is("--"))) {
      int by = tokens.is("++") ? 1 : -1;
      tokens.next();
      tokens.afterOperand();
      return new Expression.Increment(value, by, false);
    }
    return value;
  }

  private Expression primary() {
    Kind kind = tokens.kind();
    String text = tokens.text();
    switch (kind) {
      case NUMBER -> {
        tokens.next();
        return new Expression.Number(
            text.startsWith("0x")
                ? Long.parseLong(text.substring(2), 16)
                : Double.parseDouble(text));
      }
      case STRING -> {
        tokens.next();
        return new Expression.Text(text);
      }
      case REGEX -> {
        tokens.next();
        return new Expression.Regex(Regexes.extended(text, false));
      }
      case NAME -> {
        tokens.next();
        return tokens.accept("[")
            ? new Expression.Element(text, list("]"))
            : new Expression.Variable(text);
      }
      case CALL -> {
        tokens.next();
        if (!tokens.accept("(")) {
          return new Expression.Call(text, List.of());
        }
        List<Expression> arguments = list(")");
        return new Expression.Call(text, arguments);
      }
      default -> {}
    }
    if (tokens.accept("$")) {
      if (tokens.is("++") || tokens.is("--")) {
        return new Expression.Field(postfix());
      }
      return new Expression.Field(tokens.is("-") ? unary() : primary());
    }
    if (tokens.accept("(")) {
      List<Expression> values = list(")");
      tokens.afterOperand();
      return new Expression.Grouped(values);
    }
    if (tokens.accept("getline")) {
      Optional<Expression> target = target();
      return tokens.accept("<")
          ? new Expression.Getline(target, Optional.of(primary()), false)
          : new Expression.Getline(target, Optional.empty(), false);
    }
    if (tokens.accept("-")) {
      return new Expression.Unary("-", primary());
    }
    throw tokens.error();
  }

  private static boolean isAssignable(Expression expression) {
    return expression instanceof Expression.Variable
        || expression instanceof Expression.Field
        || expression instanceof Expression.Element;
  }
}
