package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import dev.podium.kubelet.command.AwkProgram.Rule;
import dev.podium.kubelet.command.AwkProgram.Statement;
import dev.podium.kubelet.command.AwkProgram.When;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks over an awk script: its rules for each record, and the statements of those.
final class AwkInterpreter {
  private final Cli cli;
  private final AwkProgram program;
  private final AwkVariables variables;
  private final AwkRecords records;
  private final AwkStreams streams;
  private final AwkExpressions expressions;
  private final Set<Rule> open = new HashSet<>();
  private int steps;

  AwkInterpreter(
      Cli cli, AwkProgram program, AwkVariables variables, AwkRecords records, AwkStreams streams) {
    this.cli = cli;
    this.program = program;
    this.variables = variables;
    this.records = records;
    this.streams = streams;
    this.expressions = new AwkExpressions(cli, variables, records, streams, this::call);
  }

  int process() throws IOException, InterruptedException {
    int code = 0;
    boolean exited = false;
    try {
      for (Rule rule : program.rules()) {
        if (rule.when() == When.BEGIN) {
          execute(rule.body().orElseThrow());
        }
      }
      if (program.rules().stream().anyMatch(rule -> rule.when() != When.BEGIN)) {
        lines();
      }
    } catch (AwkLeave leave) {
      exited = leave.how().equals("exit");
      code = exited ? (int) leave.value().toNumber() : 0;
    }
    try {
      for (Rule rule : program.rules()) {
        if (rule.when() == When.END) {
          execute(rule.body().orElseThrow());
        }
      }
    } catch (AwkLeave leave) {
      code = leave.value() == AwkValue.NOTHING && exited ? code : (int) leave.value().toNumber();
    }
    return code & 0xff;
  }

  private void lines() throws IOException, InterruptedException {
    for (Optional<String> line = records.line(); line.isPresent(); line = records.line()) {
      records.setRecord(line.get());
      try {
        for (Rule rule : program.rules()) {
          if (rule.when() == When.LINE && selects(rule)) {
            if (rule.body().isPresent()) {
              execute(rule.body().get());
            } else {
              cli.print(records.record() + variables.text("ORS"));
            }
          }
        }
      } catch (AwkLeave leave) {
        if (leave.how().equals("nextfile")) {
          records.closeInput();
        } else if (!leave.how().equals("next")) {
          throw leave;
        }
      }
    }
  }

  private boolean selects(Rule rule) throws IOException, InterruptedException {
    if (rule.from().isEmpty()) {
      return true;
    }
    if (rule.to().isEmpty()) {
      return expressions.evaluate(rule.from().get()).holds();
    }
    if (!open.contains(rule)) {
      if (!expressions.evaluate(rule.from().get()).holds()) {
        return false;
      }
      open.add(rule);
    }
    if (expressions.evaluate(rule.to().get()).holds()) {
      open.remove(rule);
    }
    return true;
  }

  private void step() throws InterruptedException {
    if (++steps % 200 == 0) {
      cli.self().checkpoint();
    }
  }

  private void execute(Statement statement) throws IOException, InterruptedException {
    step();
    switch (statement) {
      case Statement.Block(List<Statement> statements) -> {
        for (Statement each : statements) {
          execute(each);
        }
      }
      case Statement.Simple(Expression expression) -> expressions.evaluate(expression);
      case Statement.Print print -> print(print);
      case Statement.If(Expression condition, Statement then, Optional<Statement> otherwise) -> {
        if (expressions.evaluate(condition).holds()) {
          execute(then);
        } else if (otherwise.isPresent()) {
          execute(otherwise.get());
        }
      }
      case Statement.Loop loop -> loop(loop);
      case Statement.Each(String variable, String array, Statement body) -> {
        for (String key : keys(array)) {
          expressions.set(variable, AwkValue.read(key));
          if (!round(body)) {
            break;
          }
        }
      }
      case Statement.Delete(String array, Optional<List<Expression>> key) -> {
        if (key.isPresent()) {
          variables.array(array).remove(expressions.key(key.get()));
        } else {
          variables.array(array).clear();
        }
      }
      case Statement.Leave(String how, Optional<Expression> value) ->
          throw new AwkLeave(
              how, value.isPresent() ? expressions.evaluate(value.get()) : AwkValue.NOTHING);
    }
  }

  /// Small numbers in their order, as implementations mostly have them.
  private List<String> keys(String array) {
    List<String> keys = new ArrayList<>(variables.array(array).keySet());
    if (keys.stream().allMatch(key -> key.matches("\\d{1,9}"))) {
      keys.sort(java.util.Comparator.comparingLong(Long::parseLong));
    }
    return keys;
  }

  private void loop(Statement.Loop loop) throws IOException, InterruptedException {
    if (loop.begin().isPresent()) {
      execute(loop.begin().get());
    }
    boolean first = loop.first();
    while (first
        || loop.condition().isEmpty()
        || expressions.evaluate(loop.condition().get()).holds()) {
      first = false;
      step();
      if (!round(loop.body())) {
        break;
      }
      if (loop.step().isPresent()) {
        execute(loop.step().get());
      }
    }
  }

  private boolean round(Statement body) throws IOException, InterruptedException {
    try {
      execute(body);
    } catch (AwkLeave leave) {
      if (leave.how().equals("break")) {
        return false;
      }
      if (!leave.how().equals("continue")) {
        throw leave;
      }
    }
    return true;
  }

  private void print(Statement.Print print) throws IOException, InterruptedException {
    List<AwkValue> values = new ArrayList<>();
    for (Expression expression : print.values()) {
      values.add(expressions.evaluate(expression));
    }
    String text =
        print.formatted() ? AwkFunctions.sprintf(values, variables.text("CONVFMT")) : line(values);
    if (print.to().isEmpty()) {
      cli.print(text);
    } else {
      String target = variables.string(expressions.evaluate(print.to().get().target()));
      streams
          .output(print.to().get().operator(), target)
          .write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private AwkValue call(String name, List<Expression> values)
      throws IOException, InterruptedException {
    Optional<AwkProgram.Function> found = Optional.ofNullable(program.functions().get(name));
    if (found.isEmpty()) {
      throw new Usage("awk: function " + name + " never defined", 2);
    }
    AwkVariables.Frame frame =
        new AwkVariables.Frame(
            new HashMap<>(), new HashMap<>(), new HashSet<>(found.get().parameters()));
    for (int i = 0; i < found.get().parameters().size() && i < values.size(); i++) {
      String parameter = found.get().parameters().get(i);
      if (values.get(i) instanceof Expression.Variable(String variable)
          && (variables.isArray(variable) || variables.get(variable) == AwkValue.NOTHING)) {
        frame.arrays().put(parameter, variables.array(variable));
      }
      frame
          .values()
          .put(
              parameter,
              values.get(i) instanceof Expression.Variable(String v)
                      && variables.isArray(v)
                      && variables.get(v) == AwkValue.NOTHING
                  ? AwkValue.NOTHING
                  : expressions.evaluate(values.get(i)));
    }
    variables.enter(frame);
    try {
      execute(found.get().body());
      return AwkValue.NOTHING;
    } catch (AwkLeave leave) {
      if (leave.how().equals("return")) {
        return leave.value();
      }
      throw leave;
    } finally {
      variables.leave();
    }
  }

  private String line(List<AwkValue> values) {
    List<String> texts =
        values.stream().map(value -> value.toText(variables.text("OFMT"))).toList();
    String line = texts.isEmpty() ? records.record() : String.join(variables.text("OFS"), texts);
    return line + variables.text("ORS");
  }
}
