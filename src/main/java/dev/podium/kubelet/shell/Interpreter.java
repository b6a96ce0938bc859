package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks over commands and does what they say.
final class Interpreter {
  private static final int DEEPEST_CALL = 1000;

  private final Shell shell;
  private final SimpleCommand simple;
  private final Conditions conditions;
  private final Loops loops;
  private int tested;
  private int calls;

  Interpreter(Shell shell) {
    this.shell = shell;
    this.simple = new SimpleCommand(shell, this);
    this.conditions = new Conditions(shell);
    this.loops = new Loops(shell, this);
  }

  /// A command that was substituted into the present one has ended.
  void substituted(int code) {
    simple.substituted(code);
  }

  /// Runs a program, passing by functions and builtins.
  ///
  /// @param replaces whether the shell becomes it
  int program(List<String> words, boolean replaces) throws InterruptedException, IOException {
    return simple.program(words, Map.of(), replaces);
  }

  /// Runs a text in this shell, as `eval` does.
  ///
  /// @return the status of its last command
  int script(String text) throws InterruptedException, IOException {
    return script(text, 1, false);
  }

  /// @param tail whether the shell ends with it
  int script(String text, int line, boolean tail) throws InterruptedException, IOException {
    Parser parser = new Parser(new Source(text, line), shell.dialect(), shell.aliases(), false);
    int status = 0;
    try {
      for (Optional<Node> node = parser.next(); node.isPresent(); node = parser.next()) {
        if (!shell.options().has('n')) {
          status = run(node.get(), tail && parser.atEnd());
        }
      }
    } catch (SyntaxError e) {
      shell.complaints().say(e, text);
      shell.status(2);
      throw new Flow.Exit(2);
    }
    return status;
  }

  /// @param tail whether the shell has nothing to do afterwards
  /// @return the status, which is the shell's too
  int run(Node node, boolean tail) throws InterruptedException, IOException {
    int status =
        switch (node) {
          case Node.Simple command -> {
            shell.traps().attend();
            yield checked(simple.run(command, tail && shell.traps().isEmpty()));
          }
          case Node.Redirected redirected -> redirected(redirected, tail);
          case Node.Pipeline(List<Node> stages) -> checked(shell.jobControl().pipeline(stages));
          case Node.Not(Node body) -> tested(body) == 0 ? 1 : 0;
          case Node.Timed(Node body) -> timed(body);
          case Node.And(Node left, Node right) -> {
            int first = tested(left);
            yield first == 0 ? run(right, tail) : first;
          }
          case Node.Or(Node left, Node right) -> {
            int first = tested(left);
            yield first != 0 ? run(right, tail) : first;
          }
          case Node.Background(Node body, String text) -> {
            shell.jobControl().background(body, text);
            yield 0;
          }
          case Node.Sequence(List<Node> nodes) -> sequence(nodes, tail);
          case Node.Subshell(Node body) -> checked(shell.jobControl().subshell(body));
          case Node.If(Node condition, Node then, Node otherwise) ->
              run(tested(condition) == 0 ? then : otherwise, tail);
          case Node.While loop -> loops.run(loop);
          case Node.For loop -> loops.run(loop);
          case Node.ArithmeticFor loop -> loops.run(loop);
          case Node.Case choice -> cases(choice);
          case Node.Function(String name, Node body) -> {
            shell.functions().put(name, body);
            yield 0;
          }
          case Node.Arithmetic(Word expression) ->
              checked(guarded(() -> shell.expander().arithmetic(expression) != 0 ? 0 : 1));
          case Node.Conditional(Node.Test test) ->
              checked(guarded(() -> conditions.holds(test) ? 0 : 1));
        };
    shell.status(status);
    return status;
  }

  /// Mistakes in words are told, and end a shell that nobody types at.
  int guarded(Shell.Work work) throws InterruptedException, IOException {
    try {
      return work.run();
    } catch (ShellError e) {
      shell.complain(shell.dialect().wording(e.text()));
      int status = shell.dialect() == Dialect.BASH ? e.status() : 2;
      shell.status(status);
      if (shell.interactive()) {
        return status == 127 ? 1 : status;
      }
      throw new Flow.Exit(status);
    }
  }

  /// Runs what is asked whether it succeeds, so that `set -e` does not count.
  int tested(Node node) throws InterruptedException, IOException {
    tested++;
    try {
      return run(node, false);
    } finally {
      tested--;
    }
  }

  /// Ends a shell with `set -e` whose command has failed.
  private int checked(int status) throws InterruptedException, IOException {
    shell.status(status);
    if (status != 0 && tested == 0) {
      Optional<String> trap = shell.traps().action(Traps.ERR);
      if (trap.isPresent()) {
        script(trap.get());
        shell.status(status);
      }
      if (shell.options().has('e')) {
        throw new Flow.Exit(status);
      }
    }
    return status;
  }

  private int sequence(List<Node> nodes, boolean tail) throws InterruptedException, IOException {
    int status = 0;
    for (int i = 0; i < nodes.size(); i++) {
      status = run(nodes.get(i), tail && i + 1 == nodes.size());
    }
    return status;
  }

  private int redirected(Node.Redirected node, boolean tail)
      throws InterruptedException, IOException {
    int substitutions = shell.substitutions().count();
    try {
      return redirect(node, tail && substitutions == 0);
    } finally {
      shell.substitutions().forget(substitutions);
    }
  }

  private int redirect(Node.Redirected node, boolean tail)
      throws InterruptedException, IOException {
    DescriptorTable before = shell.descriptors();
    DescriptorTable table;
    try {
      table = new Redirector(shell).apply(before, node.redirections());
    } catch (ShellError e) {
      shell.complain(e.text());
      shell.status(e.status());
      if (isExec(node.body()) && !shell.interactive()) {
        throw new Flow.Exit(e.status());
      }
      return checked(e.status());
    }
    shell.descriptors(table);
    if (isExec(node.body())) {
      int status = run(node.body(), tail);
      before.release();
      return status;
    }
    try {
      return run(node.body(), tail);
    } finally {
      shell.descriptors(before);
      table.release();
    }
  }

  private static boolean isExec(Node body) {
    return body instanceof Node.Simple command
        && !command.words().isEmpty()
        && command.words().getFirst().plain().filter("exec"::equals).isPresent();
  }

  private int timed(Node body) throws InterruptedException, IOException {
    Instant begin = shell.process().clock().now();
    int status = run(body, false);
    Duration took = Duration.between(begin, shell.process().clock().now());
    String times =
        "\nreal\t%dm%d.%03ds\nuser\t0m0.001s\nsys\t0m0.001s\n"
            .formatted(took.toMinutes(), took.toSecondsPart(), took.toMillisPart());
    shell.err().write(times.getBytes(StandardCharsets.UTF_8));
    return status;
  }

  private int cases(Node.Case choice) throws InterruptedException, IOException {
    String[] text = {""};
    guarded(() -> {
      text[0] = shell.expander().text(choice.word());
      return 0;
    });
    int status = 0;
    boolean falls = false;
    for (Node.Branch branch : choice.branches()) {
      if (!falls && !matches(branch, text[0])) {
        continue;
      }
      status = run(branch.body(), false);
      if (branch.end() == Node.BranchEnd.BREAK) {
        return status;
      }
      falls = branch.end() == Node.BranchEnd.FALL_THROUGH;
    }
    return status;
  }

  private boolean matches(Node.Branch branch, String text) throws InterruptedException {
    for (Word pattern : branch.patterns()) {
      if (Glob.matches(shell.expander().pattern(pattern), text)) {
        return true;
      }
    }
    return false;
  }

  boolean inLoop() {
    return loops.isInside();
  }

  /// Calls a function.
  int call(String function, Node body, List<String> arguments)
      throws InterruptedException, IOException {
    if (calls >= DEEPEST_CALL) {
      throw new ShellError(
          function + ": maximum function nesting level exceeded (" + DEEPEST_CALL + ")", 1);
    }
    List<String> before = shell.positional();
    shell.positional(arguments);
    shell.variables().enter();
    if (shell.dialect() == Dialect.BASH) {
      shell.variables().local("FUNCNAME");
      shell.variables().assign("FUNCNAME", function);
    }
    calls++;
    int outer = loops.enterFunction();
    try {
      return run(body, false);
    } catch (Flow.Return value) {
      return value.status;
    } catch (StackOverflowError _) {
      throw new ShellError(function + ": maximum function nesting level exceeded", 1);
    } finally {
      calls--;
      loops.leaveFunction(outer);
      shell.variables().leave();
      shell.positional(before);
    }
  }

  /// Whether there is something to return from.
  boolean inFunction() {
    return calls > 0;
  }

  /// Reads a file's commands in this shell.
  int source(String text, List<String> arguments) throws InterruptedException, IOException {
    List<String> before = shell.positional();
    if (!arguments.isEmpty()) {
      shell.positional(arguments);
    }
    calls++;
    try {
      return script(text);
    } catch (Flow.Return value) {
      return value.status;
    } finally {
      calls--;
      shell.positional(before);
    }
  }
}
