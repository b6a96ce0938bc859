package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the expressions of an awk script come to. Values are texts and numbers; what was read and
/// looks like a number compares as one.
final class AwkExpressions {
  private final AwkVariables variables;
  private final AwkRecords records;
  private final AwkStreams streams;
  private final AwkFunctions functions;
  private final Calls calls;

  /// Runs a function of the script.
  @FunctionalInterface
  interface Calls {
    AwkValue call(String name, List<Expression> values) throws IOException, InterruptedException;
  }

  AwkExpressions(
      Cli cli, AwkVariables variables, AwkRecords records, AwkStreams streams, Calls calls) {
    this.variables = variables;
    this.records = records;
    this.streams = streams;
    this.functions = new AwkFunctions(cli, this, variables, records, streams);
    this.calls = calls;
  }

  String key(List<Expression> parts) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    for (Expression part : parts) {
      texts.add(variables.string(evaluate(part)));
    }
    return String.join(variables.text("SUBSEP"), texts);
  }

  AwkValue evaluate(Expression expression) throws IOException, InterruptedException {
    return switch (expression) {
      case Expression.Number(double value) -> AwkValue.of(value);
      case Expression.Text(String value) -> AwkValue.of(value);
      case Expression.Regex(Pattern pattern) ->
          AwkValue.of(Regexes.matcher(pattern, records.record()).find() ? 1 : 0);
      case Expression.Variable(String name) -> variables.get(name);
      case Expression.Field(Expression index) -> records.field((int) evaluate(index).toNumber());
      case Expression.Element(String array, List<Expression> key) ->
          variables.array(array).computeIfAbsent(key(key), _ -> AwkValue.NOTHING);
      case Expression.Grouped(List<Expression> values) ->
          values.size() == 1 ? evaluate(values.getFirst()) : AwkValue.of(key(values));
      case Expression.Unary(String operator, Expression value) -> {
        AwkValue inner = evaluate(value);
        yield operator.equals("!")
            ? AwkValue.of(inner.holds() ? 0 : 1)
            : AwkValue.of(operator.equals("-") ? -inner.toNumber() : inner.toNumber());
      }
      case Expression.Binary binary -> binary(binary);
      case Expression.Conditional(Expression condition, Expression then, Expression otherwise) ->
          evaluate(evaluate(condition).holds() ? then : otherwise);
      case Expression.Assign(String operator, Expression target, Expression value) -> {
        AwkValue right = evaluate(value);
        AwkValue result =
            operator.equals("=")
                ? (right == AwkValue.NOTHING ? AwkValue.read("") : right)
                : AwkValue.of(
                    arithmetic(
                        operator.substring(0, 1), evaluate(target).toNumber(), right.toNumber()));
        store(target, result);
        yield result;
      }
      case Expression.Increment(Expression target, int by, boolean before) -> {
        double old = evaluate(target).toNumber();
        store(target, AwkValue.of(old + by));
        yield AwkValue.of(before ? old + by : old);
      }
      case Expression.In(List<Expression> key, String array) ->
          AwkValue.of(variables.array(array).containsKey(key(key)) ? 1 : 0);
      case Expression.Call(String name, List<Expression> values) ->
          AwkScript.BUILTINS.contains(name)
              ? functions.call(name, values)
              : calls.call(name, values);
      case Expression.Getline getline -> AwkValue.of(getline(getline));
    };
  }

  void store(Expression target, AwkValue value) throws IOException, InterruptedException {
    switch (target) {
      case Expression.Variable(String name) -> set(name, value);
      case Expression.Element(String array, List<Expression> key) ->
          variables.put(variables.array(array), key(key), value);
      case Expression.Field(Expression index) -> {
        int number = (int) evaluate(index).toNumber();
        if (number == 0) {
          records.setRecord(variables.string(value));
          return;
        }
        records.setField(number, value.isNumber() ? AwkValue.read(variables.string(value)) : value);
      }
      default -> throw new Usage("awk: assignment to what is no variable", 2);
    }
  }

  private static double arithmetic(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> {
        if (right == 0) {
          throw new Usage("awk: division by zero", 2);
        }
        yield left / right;
      }
      case "%" -> {
        if (right == 0) {
          throw new Usage("awk: division by zero in %", 2);
        }
        yield left % right;
      }
      default -> Math.pow(left, right);
    };
  }

  private AwkValue binary(Expression.Binary binary) throws IOException, InterruptedException {
    String operator = binary.operator();
    switch (operator) {
      case "&&" -> {
        return AwkValue.of(
            evaluate(binary.left()).holds() && evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "||" -> {
        return AwkValue.of(
            evaluate(binary.left()).holds() || evaluate(binary.right()).holds() ? 1 : 0);
      }
      case "~", "!~" -> {
        boolean found =
            Regexes.matcher(regex(binary.right()), variables.string(evaluate(binary.left())))
                .find();
        return AwkValue.of(found == operator.equals("~") ? 1 : 0);
      }
      default -> {}
    }
    AwkValue left = evaluate(binary.left());
    AwkValue right = evaluate(binary.right());
    return switch (operator) {
      case " " -> AwkValue.of(variables.string(left) + variables.string(right));
      case "<", "<=", "==", "!=", ">=", ">" -> {
        int order =
            left.numeric() && right.numeric()
                ? compare(left.toNumber(), right.toNumber())
                : variables.string(left).compareTo(variables.string(right));
        boolean holds =
            switch (operator) {
              case "<" -> order < 0;
              case "<=" -> order <= 0;
              case "==" -> order == 0;
              case "!=" -> order != 0;
              case ">=" -> order >= 0;
              default -> order > 0;
            };
        yield AwkValue.of(holds ? 1 : 0);
      }
      default -> AwkValue.of(arithmetic(operator, left.toNumber(), right.toNumber()));
    };
  }

  Pattern regex(Expression expression) throws IOException, InterruptedException {
    return expression instanceof Expression.Regex(Pattern pattern)
        ? pattern
        : records.pattern(variables.string(evaluate(expression)));
  }

  private double getline(Expression.Getline getline) throws IOException, InterruptedException {
    Optional<String> line;
    if (getline.source().isEmpty()) {
      line = records.line();
    } else {
      String source = variables.string(evaluate(getline.source().get()));
      try {
        line = records.next(streams.source(source, getline.command()));
      } catch (Errno _) {
        return -1;
      }
    }
    if (line.isEmpty()) {
      return 0;
    }
    if (getline.target().isPresent()) {
      store(getline.target().get(), AwkValue.read(line.get()));
    } else {
      records.setRecord(line.get());
    }
    return 1;
  }

  private static int compare(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }

  void set(String name, AwkValue value) {
    variables.set(name, value);
    if (name.equals("NF") && variables.isGlobal(name)) {
      records.resize((int) value.toNumber());
    }
  }
}
