package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Holdings;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.shell.Node.Assignment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs simple commands: assignments, functions, what is built in, and programs.
final class SimpleCommand {
  private final Shell shell;
  private final Interpreter interpreter;
  private Optional<Integer> substituted = Optional.empty();

  SimpleCommand(Shell shell, Interpreter interpreter) {
    this.shell = shell;
    this.interpreter = interpreter;
  }

  void substituted(int code) {
    substituted = Optional.of(code);
  }

  /// @param tail whether the shell may become the program
  int run(Node.Simple command, boolean tail) throws InterruptedException, IOException {
    shell.line(command.line());
    substituted = Optional.empty();
    int before = shell.substitutions().count();
    try {
      return interpreter.guarded(() -> {
        List<String> words = shell.expander().fields(command.words());
        boolean replaces = tail && shell.substitutions().count() == before;
        if (words.isEmpty()) {
          return assign(command.assignments());
        }
        long weight = Holdings.weight(words);
        shell.holdings().add(weight);
        try {
          return execute(command.assignments(), words, replaces);
        } finally {
          shell.holdings().add(-weight);
        }
      });
    } finally {
      shell.substitutions().forget(before);
    }
  }

  private int assign(List<Assignment> assignments) throws InterruptedException, IOException {
    for (Assignment assignment : assignments) {
      String shown = assignOne(assignment);
      if (shell.options().has('x')) {
        trace(List.of(shown), true);
      }
    }
    return substituted.orElse(0);
  }

  private String assignOne(Assignment assignment) throws InterruptedException {
    String name = assignment.name();
    if (assignment.elements().isPresent()) {
      array(assignment, assignment.elements().get());
      return name + "=(...)";
    }
    String text = value(assignment);
    Variable variable = shell.variables().writable(name);
    String key =
        assignment.subscript().isPresent() ? shell.key(name, assignment.subscript().get()) : "0";
    Optional<String> before = Optional.ofNullable(variable.elements().get(key));
    if (variable.integer) {
      long value = shell.evaluate(text);
      text = "" + (assignment.append() ? value + shell.evaluate(before.orElse("0")) : value);
    } else if (assignment.append()) {
      text = before.orElse("") + text;
    }
    long weight = before.map(Holdings::weight).orElse(-Holdings.weight(key));
    shell.holdings().add(Holdings.weight(text) - weight);
    if (assignment.subscript().isPresent()) {
      variable.set(key, text);
    } else {
      variable.set(text);
    }
    if (shell.options().has('a')) {
      variable.exported = true;
    }
    return name + "=" + (text.isEmpty() ? "" : Quoting.asNeeded(text));
  }

  private String value(Assignment assignment) throws InterruptedException {
    return shell.expander().text(Tildes.inAssignment(assignment.value()));
  }

  private void array(Assignment assignment, List<Assignment> elements) throws InterruptedException {
    List<Map.Entry<Optional<String>, String>> values = new ArrayList<>();
    for (Assignment element : elements) {
      if (element.subscript().isPresent()) {
        String key = shell.key(assignment.name(), element.subscript().get());
        values.add(Map.entry(Optional.of(key), shell.expander().text(element.value())));
      } else {
        for (String field : shell.expander().fields(List.of(element.value()))) {
          values.add(Map.entry(Optional.empty(), field));
        }
      }
    }
    Variable variable = shell.variables().writable(assignment.name());
    variable.become(
        variable.shape() == Variable.Shape.SCALAR ? Variable.Shape.INDEXED : variable.shape());
    if (!assignment.append()) {
      variable.clear();
    }
    long next = variable.shape() == Variable.Shape.ASSOCIATIVE ? 0 : variable.nextIndex();
    for (Map.Entry<Optional<String>, String> value : values) {
      String key = value.getKey().orElse("" + next);
      variable.set(key, value.getValue());
      shell.holdings().add(Holdings.weight(value.getValue()) + Holdings.weight(key));
      next = variable.shape() == Variable.Shape.ASSOCIATIVE ? next + 1 : Long.parseLong(key) + 1;
    }
  }

  private int execute(List<Assignment> assignments, List<String> words, boolean tail)
      throws InterruptedException, IOException {
    if (shell.options().has('x')) {
      trace(words, false);
    }
    shell.parameters().lastArgument(words.getLast());
    String name = words.getFirst();
    Optional<Node> function = Optional.ofNullable(shell.functions().get(name));
    if (function.isPresent()) {
      return with(
          assignments,
          () -> interpreter.call(name, function.get(), words.subList(1, words.size())));
    }
    Optional<Builtin> builtin = Builtins.find(name, shell.dialect());
    if (builtin.isPresent()) {
      boolean stays = Builtins.isSpecial(name) && shell.dialect() != Dialect.BASH;
      if (stays || name.equals("exec")) {
        assign(assignments);
        return builtin(builtin.get(), words);
      }
      return assignments.isEmpty()
          ? builtin(builtin.get(), words)
          : with(assignments, () -> builtin(builtin.get(), words));
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      environment.put(assignment.name(), value(assignment));
    }
    return program(words, environment, tail);
  }

  /// A shell that writes in a pipe which nobody reads ends by SIGPIPE, and only where it takes no
  /// notice of that, or traps it, hears of its mistake.
  private int builtin(Builtin builtin, List<String> words)
      throws InterruptedException, IOException {
    try {
      return builtin.run(shell, words);
    } catch (Errno e) {
      if (e.code() != Errno.Code.EPIPE) {
        throw e;
      }
      shell.process().kill(shell.process().pid(), Signal.PIPE);
      shell.process().checkpoint();
      String name = words.getFirst();
      switch (shell.dialect()) {
        case BASH -> shell.complain(name, "write error: Broken pipe");
        case DASH -> shell.complain(name, name + ": I/O error");
        case ASH -> shell.complain("write error: Broken pipe");
      }
      return 1;
    }
  }

  /// With variables that have other values meanwhile.
  private int with(List<Assignment> assignments, Shell.Work work)
      throws InterruptedException, IOException {
    Map<String, Optional<Variable>> before = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      before.putIfAbsent(
          assignment.name(), shell.variables().find(assignment.name()).map(Variable::copy));
      assignOne(assignment);
      shell.variables().require(assignment.name()).exported = true;
    }
    try {
      return work.run();
    } finally {
      before.forEach(shell.variables()::restore);
    }
  }

  /// Runs a program of the container.
  int program(List<String> words, Map<String, String> environment, boolean tail)
      throws InterruptedException, IOException {
    shell.out().flush();
    try {
      if (tail) {
        throw new Flow.Exit(shell.process().exec(words, shell.inheritance(environment)));
      }
      return shell.jobControl().program(words, shell.inheritance(environment));
    } catch (Errno e) {
      return e.code() == Errno.Code.ENOEXEC
          ? script(words, environment)
          : failed(words.getFirst(), e);
    }
  }

  /// An executable text that does not say whose it is, is the shell's own.
  private int script(List<String> words, Map<String, String> environment)
      throws InterruptedException, IOException {
    Optional<String> path = NameBuiltins.find(shell, words.getFirst());
    List<String> command = new ArrayList<>(List.of("/bin/sh", path.orElse(words.getFirst())));
    command.addAll(words.subList(1, words.size()));
    try {
      return shell.jobControl().program(command, shell.inheritance(environment));
    } catch (Errno e) {
      return failed(words.getFirst(), e);
    }
  }

  private int failed(String name, Errno e) throws IOException {
    Dialect dialect = shell.dialect();
    switch (e.code()) {
      case ENOENT, ENOTDIR -> {
        shell.complain(dialect.notFound(name));
        return 127;
      }
      case EACCES, EISDIR -> {
        boolean directory = isDirectory(name);
        String reason =
            directory && dialect == Dialect.BASH ? "Is a directory" : "Permission denied";
        shell.complain(name + ": " + reason);
        return 126;
      }
      default -> {
        shell.complain(
            dialect == Dialect.BASH
                ? "fork: retry: " + e.code().text()
                : "can't fork: " + e.code().text());
        return dialect.failure();
      }
    }
  }

  private boolean isDirectory(String path) {
    try {
      return shell.process().files().stat(path).type()
          == dev.podium.kubelet.process.FileSystem.Type.DIRECTORY;
    } catch (Errno _) {
      return false;
    }
  }

  private void trace(List<String> words, boolean assignment) throws IOException {
    List<String> shown =
        words.stream()
            .map(word ->
                assignment || shell.dialect() == Dialect.DASH ? word : Quoting.asNeeded(word))
            .toList();
    String prompt = shell.variables().value("PS4").orElse("+ ");
    shell.err().write((prompt + String.join(" ", shown) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
