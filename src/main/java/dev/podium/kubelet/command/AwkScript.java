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

/// Reads awk's language: the rules of a script, its functions and their statements.
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
  private final AwkExpressionParser expressions;

  private final Map<String, Function> functions = new LinkedHashMap<>();

  private final List<Rule> rules = new ArrayList<>();

  private AwkScript(String text) {
    this.tokens = new AwkTokens(text);
    this.expressions = new AwkExpressionParser(tokens);
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
        Optional<Expression> from =
            tokens.is("{") ? Optional.empty() : Optional.of(expressions.expression());
        Optional<Expression> to = Optional.empty();
        if (tokens.accept(",")) {
          tokens.newlines();
          to = Optional.of(expressions.expression());
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
    tokens.enter();
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
                new Statement.Leave(
                    how, bare ? Optional.empty() : Optional.of(expressions.expression()));
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
      tokens.leave();
    }
  }

  private Expression parenthesised() {
    tokens.expect("(");
    Expression expression = expressions.expression();
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
    Optional<Expression> condition =
        tokens.is(";") ? Optional.empty() : Optional.of(expressions.expression());
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
      List<Expression> key = expressions.list("]");
      return new Statement.Delete(array, Optional.of(key));
    }
    if (tokens.is("print") || tokens.is("printf")) {
      return print();
    }
    return new Statement.Simple(expressions.expression());
  }

  private Statement print() {
    boolean formatted = tokens.is("printf");
    tokens.next();
    List<Expression> values = expressions.printed();
    if (values.size() == 1
        && values.getFirst() instanceof Expression.Grouped(List<Expression> grouped)) {
      values = grouped;
    }
    Optional<Redirect> to = Optional.empty();
    if (tokens.is(">") || tokens.is(">>") || tokens.is("|")) {
      String operator = tokens.text();
      tokens.next();
      Expression target = expressions.redirected();
      to = Optional.of(new Redirect(operator, target));
    }
    return new Statement.Print(values, formatted, to);
  }
}
