package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Glob;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks over commands and does what they say.
final class Interpreter {
  private static final int DEEPEST_CALL = 1000;

  private final Shell shell;
  private final SimpleCommand simple;
  private final Conditions conditions;
  private int tested;
  private int loops;
  private int calls;

  Interpreter(Shell shell) {
    this.shell = shell;
    this.simple = new SimpleCommand(shell, this);
    this.conditions = new Conditions(shell);
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
        if (shell.options().has('n')) {
          continue;
        }
        status = run(node.get(), tail && parser.atEnd());
      }
    } catch (SyntaxError e) {
      shell.complain(e, text);
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
            shell.attend();
            yield checked(simple.run(command, tail && !hasTraps()));
          }
          case Node.Redirected redirected -> redirected(redirected, tail);
          case Node.Pipeline(List<Node> stages) -> checked(pipeline(stages));
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
          case Node.Background(Node body, String text) -> background(body, text);
          case Node.Sequence(List<Node> nodes) -> sequence(nodes, tail);
          case Node.Subshell(Node body) -> checked(subshell(body));
          case Node.If(Node condition, Node then, Node otherwise) ->
              run(tested(condition) == 0 ? then : otherwise, tail);
          case Node.While loop -> whileLoop(loop);
          case Node.For loop -> forLoop(loop);
          case Node.ArithmeticFor loop -> arithmeticFor(loop);
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

  private boolean hasTraps() {
    return !shell.traps().isEmpty();
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
  private int tested(Node node) throws InterruptedException, IOException {
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
      String trap = shell.traps().get("ERR");
      if (trap != null) {
        script(trap);
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
    int substitutions = shell.substitutions();
    try {
      return redirect(node, tail && substitutions == 0);
    } finally {
      shell.forgetSubstitutions(substitutions);
    }
  }

  private int redirect(Node.Redirected node, boolean tail)
      throws InterruptedException, IOException {
    Map<Integer, Descriptor> before = shell.descriptors();
    Map<Integer, Descriptor> table;
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
      before.values().forEach(Descriptor::release);
      return status;
    }
    try {
      return run(node.body(), tail);
    } finally {
      shell.descriptors(before);
      table.values().forEach(Descriptor::release);
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
    String real =
        String.format("%dm%d.%03ds", took.toMinutes(), took.toSecondsPart(), took.toMillisPart());
    shell
        .err()
        .write(
            ("\nreal\t" + real + "\nuser\t0m0.001s\nsys\t0m0.001s\n")
                .getBytes(StandardCharsets.UTF_8));
    return status;
  }

  private int pipeline(List<Node> stages) throws InterruptedException, IOException {
    List<Process.Child> children = new ArrayList<>();
    Descriptor input = null;
    for (int i = 0; i < stages.size(); i++) {
      Map<Integer, Descriptor> table = shell.share();
      if (input != null) {
        replace(table, 0, input);
      }
      if (i + 1 < stages.size()) {
        Process.Pipe pipe = shell.process().pipe();
        replace(table, 1, Descriptor.writing(pipe.sink()));
        input = Descriptor.reading(pipe.source());
      }
      children.add(shell.fork(stages.get(i), table));
      foreground(group(children));
    }
    int group = group(children);
    List<Integer> codes = new ArrayList<>();
    for (Process.Child child : children) {
      codes.add(awaited(child, group));
    }
    foreground(shell.process().group());
    if (codes.contains(130) && shell.interactive()) {
      shell.err().write('\n');
    }
    if (shell.dialect() == Dialect.BASH) {
      Variable status = shell.variables().require("PIPESTATUS");
      status.clear();
      for (int i = 0; i < codes.size(); i++) {
        status.set("" + i, "" + codes.get(i));
      }
    }
    return shell.options().pipefail()
        ? codes.reversed().stream().filter(code -> code != 0).findFirst().orElse(0)
        : codes.getLast();
  }

  private static void replace(Map<Integer, Descriptor> table, int number, Descriptor descriptor) {
    Descriptor old = table.put(number, descriptor);
    if (old != null) {
      old.release();
    }
  }

  private void foreground(int group) {
    shell.process().terminal().ifPresent(terminal -> terminal.foreground(group));
  }

  /// Where there is job control, what is started together has a group of its own.
  private int group(List<Process.Child> children) {
    if (!shell.interactive()) {
      return shell.process().group();
    }
    int group = children.getFirst().pid();
    children.forEach(child -> shell.process().regroup(child, group));
    return group;
  }

  /// @return the exit code; of what was stopped, and is a job from now on, that of the signal
  private int awaited(Process.Child child, int group) throws InterruptedException, IOException {
    if (!shell.interactive()) {
      return child.waitFor();
    }
    Optional<Integer> code = child.waitForStop();
    if (code.isPresent()) {
      return code.get();
    }
    boolean known = shell.jobs().all().stream().anyMatch(job -> job.group() == group);
    if (!known) {
      String text = shell.history().isEmpty() ? "" : shell.history().getLast();
      Job job = shell.jobs().add(child, group, text);
      shell.err().write(("\n" + JobBuiltins.line(job, '+')).getBytes(StandardCharsets.UTF_8));
    }
    return 128 + Signal.TSTP.number();
  }

  /// Waits for a child that has the terminal meanwhile.
  int waitFor(Process.Child child) throws InterruptedException, IOException {
    return waitFor(child, group(List.of(child)));
  }

  /// @param group that the child belongs to
  int waitFor(Process.Child child, int group) throws InterruptedException, IOException {
    foreground(group);
    int code = awaited(child, group);
    foreground(shell.process().group());
    if (code == 130 && shell.interactive()) {
      shell.err().write('\n');
    }
    report(child);
    if (code == 130
        && shell.process().terminal().isPresent()
        && !shell.interactive()
        && !shell.traps().containsKey("INT")) {
      throw new Flow.Exit(130);
    }
    return code;
  }

  /// Says how a child ended that a signal ended.
  private void report(Process.Child child) throws IOException {
    String text =
        child
            .endedBy()
            .map(signal ->
                switch (signal) {
                  case HUP -> "Hangup";
                  case QUIT -> "Quit";
                  case KILL -> "Killed";
                  case USR1 -> "User defined signal 1";
                  case USR2 -> "User defined signal 2";
                  case ALRM -> "Alarm clock";
                  case TERM -> "Terminated";
                  case INT, PIPE, CHLD, CONT, STOP, TSTP, WINCH -> "";
                })
            .orElse("");
    if (!text.isEmpty()) {
      boolean told = shell.dialect() == Dialect.BASH && !shell.interactive();
      String line = told ? "%s%d %s".formatted(shell.place(), child.pid(), text) : text;
      shell.err().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private int subshell(Node body) throws InterruptedException, IOException {
    return waitFor(shell.fork(body, shell.share()));
  }

  private int background(Node body, String text) throws IOException {
    Job job = shell.background(body, text);
    if (shell.interactive()) {
      shell
          .err()
          .write(
              ("[" + job.number() + "] " + job.child().pid() + "\n")
                  .getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  /// Whether a loop goes on after its body was left.
  private boolean goesOn(Flow.Leave leave) {
    if (leave.loops > 1 && loops > 1) {
      throw new Flow.Leave(leave.loops - 1, leave.goesOn);
    }
    return leave.goesOn;
  }

  /// Runs a loop's body once.
  ///
  /// @return whether the loop goes on
  private boolean round(Node body, int[] status) throws InterruptedException, IOException {
    loops++;
    try {
      shell.attend();
      status[0] = run(body, false);
      return true;
    } catch (Flow.Leave leave) {
      status[0] = 0;
      return goesOn(leave);
    } finally {
      loops--;
    }
  }

  boolean inLoop() {
    return loops > 0;
  }

  private int whileLoop(Node.While loop) throws InterruptedException, IOException {
    int[] status = {0};
    while (holds(loop)) {
      if (!round(loop.body(), status)) {
        break;
      }
    }
    return status[0];
  }

  private boolean holds(Node.While loop) throws InterruptedException, IOException {
    loops++;
    try {
      return (tested(loop.condition()) == 0) != loop.until();
    } catch (Flow.Leave leave) {
      return goesOn(leave);
    } finally {
      loops--;
    }
  }

  private int forLoop(Node.For loop) throws InterruptedException, IOException {
    List<String> values = new ArrayList<>();
    int expanded =
        guarded(() -> {
          values.addAll(
              loop.words().isPresent()
                  ? shell.expander().fields(loop.words().get())
                  : shell.positional());
          return 0;
        });
    int[] status = {expanded};
    for (String value : values) {
      shell.variables().assign(loop.name(), value);
      if (!round(loop.body(), status)) {
        break;
      }
    }
    return status[0];
  }

  private int arithmeticFor(Node.ArithmeticFor loop) throws InterruptedException, IOException {
    int[] status = {0};
    return guarded(() -> {
      shell.expander().arithmetic(loop.begin());
      while (loop.condition().parts().isEmpty()
          || shell.expander().text(loop.condition()).isBlank()
          || shell.expander().arithmetic(loop.condition()) != 0) {
        if (!round(loop.body(), status)) {
          break;
        }
        shell.expander().arithmetic(loop.step());
      }
      return status[0];
    });
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

  /// Calls a function.
  int call(String function, Node body, List<String> arguments)
      throws InterruptedException, IOException {
    if (calls >= DEEPEST_CALL) {
      throw new ShellError(
          function + ": maximum function nesting level exceeded (" + DEEPEST_CALL + ")", 1);
    }
    List<String> before = shell.positional();
    int outer = loops;
    shell.positional(arguments);
    shell.variables().enter();
    if (shell.dialect() == Dialect.BASH) {
      shell.variables().local("FUNCNAME");
      shell.variables().assign("FUNCNAME", function);
    }
    calls++;
    loops = 0;
    try {
      return run(body, false);
    } catch (Flow.Return value) {
      return value.status;
    } catch (StackOverflowError _) {
      throw new ShellError(function + ": maximum function nesting level exceeded", 1);
    } finally {
      calls--;
      loops = outer;
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
