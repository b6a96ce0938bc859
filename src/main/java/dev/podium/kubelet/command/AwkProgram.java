package dev.podium.kubelet.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A script in awk's language, as [AwkScript] understands it.
record AwkProgram(List<AwkProgram.Rule> rules, Map<String, AwkProgram.Function> functions) {
  enum When {
    BEGIN,
    END,
    LINE
  }

  record Rule(
      When when, Optional<Expression> from, Optional<Expression> to, Optional<Statement> body) {}

  record Function(String name, List<String> parameters, Statement body) {}

  sealed interface Statement {
    record Block(List<Statement> statements) implements Statement {}

    record Simple(Expression expression) implements Statement {}

    record Print(List<Expression> values, boolean formatted, Optional<Redirect> to)
        implements Statement {}

    record If(Expression condition, Statement then, Optional<Statement> otherwise)
        implements Statement {}

    record Loop(
        Optional<Statement> begin,
        Optional<Expression> condition,
        Optional<Statement> step,
        Statement body,
        boolean first)
        implements Statement {}

    record Each(String variable, String array, Statement body) implements Statement {}

    record Delete(String array, Optional<List<Expression>> key) implements Statement {}

    record Leave(String how, Optional<Expression> value) implements Statement {}
  }

  /// @param operator `>`, `>>` or `|`
  record Redirect(String operator, Expression target) {}

  sealed interface Expression {
    record Number(double value) implements Expression {}

    record Text(String value) implements Expression {}

    record Regex(Pattern pattern) implements Expression {}

    record Variable(String name) implements Expression {}

    record Field(Expression index) implements Expression {}

    record Element(String array, List<Expression> key) implements Expression {}

    record Grouped(List<Expression> values) implements Expression {}

    record Unary(String operator, Expression value) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    record Conditional(Expression condition, Expression then, Expression otherwise)
        implements Expression {}

    record Assign(String operator, Expression target, Expression value) implements Expression {}

    record Increment(Expression target, int by, boolean before) implements Expression {}

    record In(List<Expression> key, String array) implements Expression {}

    record Call(String name, List<Expression> arguments) implements Expression {}

    /// @param command whether the source is one, rather than a file
    record Getline(Optional<Expression> target, Optional<Expression> source, boolean command)
        implements Expression {}
  }
}
