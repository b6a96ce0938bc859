package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import dev.podium.kubelet.command.AwkProgram.Function;
import dev.podium.kubelet.command.AwkProgram.Redirect;
import dev.podium.kubelet.command.AwkProgram.Rule;
import dev.podium.kubelet.command.AwkProgram.Statement;
import dev.podium.kubelet.command.AwkProgram.When;
import dev.podium.kubelet.command.AwkTokens.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads awk's language.
final class AwkScript {
  static final Set<String> BUILTINS =
      Set.of(
          "length",
          "substr",
          "index",
          "split",
          "sub",
          "gsub",
          "match",
          "sprintf",
          "sin",
          "cos",
          "atan2",
          "exp",
          "log",
          "sqrt",
          "int",
          "rand",
          "srand",
          "tolower",
          "toupper",
          "system",
          "close",
          "fflush",
          "strftime",
          "systime",
          "gensub",
          "and",
          "or",
          "xor",
          "lshift",
          "rshift");

  private final AwkTokens tokens;
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private boolean noIn;
  private boolean noRedirect;
  private int depth;

  private AwkScript(String text) {
    this.tokens = new AwkTokens(text);
  }

  static AwkProgram parse(String text) {
    AwkScript script = new AwkScript(text);
    script.tokens.next();
    script.program();
    return new AwkProgram(script.rules, script.functions);
  }

  private void program() {
    tokens.ends();
    while (tokens.kind() != Kind.END) {
      if (tokens.accept("function") || tokens.accept("func")) {
        function();
      } else if (tokens.accept("BEGIN")) {
        rules.add(new Rule(When.BEGIN, Optional.empty(), Optional.empty(), Optional.of(block())));
      } else if (tokens.accept("END")) {
        rules.add(new Rule(When.END, Optional.empty(), Optional.empty(), Optional.of(block())));
      } else {
        Optional<Expression> from = tokens.is("{") ? Optional.empty() : Optional.of(expression());
        Optional<Expression> to = Optional.empty();
        if (tokens.accept(",")) {
          tokens.newlines();
          to = Optional.of(expression());
        }
        rules.add(
            new Rule(
                When.LINE, from, to, tokens.is("{") ? Optional.of(block()) : Optional.empty()));
      }
      tokens.ends();
    }
  }

  private void function() {
    String name = tokens.text();
    tokens.next();
    tokens.expect("(");
    List<String> parameters = new ArrayList<>();
    while (!tokens.is(")")) {
      parameters.add(tokens.text());
      tokens.next();
      tokens.accept(",");
      tokens.newlines();
    }
    tokens.expect(")");
    tokens.newlines();
    functions.put(name, new Function(name, parameters, block()));
  }

  private Statement block() {
    tokens.newlines();
    tokens.expect("{");
    List<Statement> statements = new ArrayList<>();
    tokens.ends();
    while (!tokens.is("}")) {
      statements.add(statement());
      tokens.ends();
    }
    tokens.next();
    return new Statement.Block(statements);
  }

  private void end() {
    if (tokens.kind() == Kind.NEWLINE || tokens.is(";")) {
      tokens.next();
    } else if (!tokens.is("}") && tokens.kind() != Kind.END) {
      throw tokens.error();
    }
  }

  private Statement body() {
    tokens.newlines();
    if (tokens.accept(";")) {
      return new Statement.Block(List.of());
    }
    return statement();
  }

  private Statement statement() {
    if (++depth > 200) {
      throw tokens.error();
    }
    try {
      if (tokens.is("{")) {
        return block();
      }
      if (tokens.kind() == Kind.KEYWORD) {
        switch (tokens.text()) {
          case "if" -> {
            return choice();
          }
          case "while" -> {
            tokens.next();
            Expression condition = parenthesised();
            return new Statement.Loop(
                Optional.empty(), Optional.of(condition), Optional.empty(), body(), false);
          }
          case "do" -> {
            tokens.next();
            Statement body = body();
            tokens.ends();
            tokens.expect("while");
            Expression condition = parenthesised();
            return new Statement.Loop(
                Optional.empty(), Optional.of(condition), Optional.empty(), body, true);
          }
          case "for" -> {
            return loop();
          }
          case "break", "continue", "next", "nextfile" -> {
            String how = tokens.text();
            tokens.next();
            end();
            return new Statement.Leave(how, Optional.empty());
          }
          case "exit", "return" -> {
            String how = tokens.text();
            tokens.next();
            boolean bare =
                tokens.kind() == Kind.NEWLINE
                    || tokens.kind() == Kind.END
                    || tokens.is(";")
                    || tokens.is("}");
            Statement leave =
                new Statement.Leave(how, bare ? Optional.empty() : Optional.of(expression()));
            end();
            return leave;
          }
          default -> {}
        }
      }
      Statement simple = simple();
      end();
      return simple;
    } finally {
      depth--;
    }
  }

  private Expression parenthesised() {
    tokens.expect("(");
    Expression expression = expression();
    tokens.expect(")");
    return expression;
  }

  private Statement choice() {
    tokens.next();
    Expression condition = parenthesised();
    Statement then = body();
    AwkTokens.Mark mark = tokens.mark();
    tokens.ends();
    if (tokens.accept("else")) {
      return new Statement.If(condition, then, Optional.of(body()));
    }
    tokens.back(mark);
    return new Statement.If(condition, then, Optional.empty());
  }

  private Statement loop() {
    tokens.next();
    tokens.expect("(");
    AwkTokens.Mark mark = tokens.mark();
    if (tokens.kind() == Kind.NAME) {
      String variable = tokens.text();
      tokens.next();
      if (tokens.accept("in")) {
        String array = tokens.text();
        tokens.next();
        if (tokens.accept(")")) {
          return new Statement.Each(variable, array, body());
        }
      }
      tokens.back(mark);
      tokens.afterOperand();
    }
    Optional<Statement> begin = tokens.is(";") ? Optional.empty() : Optional.of(simple());
    tokens.expect(";");
    tokens.newlines();
    Optional<Expression> condition = tokens.is(";") ? Optional.empty() : Optional.of(expression());
    tokens.expect(";");
    tokens.newlines();
    Optional<Statement> step = tokens.is(")") ? Optional.empty() : Optional.of(simple());
    tokens.expect(")");
    return new Statement.Loop(begin, condition, step, body(), false);
  }

  private Statement simple() {
    if (tokens.accept("delete")) {
      String array = tokens.text();
      tokens.next();
      if (!tokens.accept("[")) {
        return new Statement.Delete(array, Optional.empty());
      }
      List<Expression> key = list("]");
      return new Statement.Delete(array, Optional.of(key));
    }
    if (tokens.is("print") || tokens.is("printf")) {
      return print();
    }
    return new Statement.Simple(expression());
  }

  private Statement print() {
    boolean formatted = tokens.is("printf");
    tokens.next();
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
    if (values.size() == 1
        && values.getFirst() instanceof Expression.Grouped(List<Expression> grouped)) {
      values = grouped;
    }
    Optional<Redirect> to = Optional.empty();
    if (tokens.is(">") || tokens.is(">>") || tokens.is("|")) {
      String operator = tokens.text();
      tokens.next();
      noRedirect = true;
      Expression target = concatenation();
      noRedirect = outer;
      to = Optional.of(new Redirect(operator, target));
    }
    return new Statement.Print(values, formatted, to);
  }

  /// Expressions up to a closing bracket, which is passed over.
  private List<Expression> list(String close) {
    List<Expression> values = new ArrayList<>();
    boolean outerIn = noIn;
    boolean outerRedirect = noRedirect;
    noIn = false;
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
    noIn = outerIn;
    noRedirect = outerRedirect;
    tokens.next();
    return values;
  }

  private Expression expression() {
    if (++depth > 200) {
      throw tokens.error();
    }
    try {
      Expression left = conditional();
      boolean target =
          left instanceof Expression.Variable
              || left instanceof Expression.Field
              || left instanceof Expression.Element;
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
      depth--;
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
    while (!noIn && tokens.is("in")) {
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
    boolean target =
        value instanceof Expression.Variable
            || value instanceof Expression.Field
            || value instanceof Expression.Element;
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
}
