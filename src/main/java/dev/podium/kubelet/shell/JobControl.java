package dev.podium.kubelet.shell;

import dev.podium.kubelet.pipe.Nowhere;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts what runs beside the shell, in groups of processes, gives them the terminal, and waits
/// for them.
final class JobControl {
  private static final int INTERRUPTED = 128 + Signal.INT.number();

  private final Shell shell;

  JobControl(Shell shell) {
    this.shell = shell;
  }

  /// @return the status of the last stage or, where that is asked for, of the last one that failed
  int pipeline(List<Node> stages) throws InterruptedException, IOException {
    List<Process.Child> children = start(stages);
    int group = children.getFirst().pid();
    List<Integer> codes = new ArrayList<>();
    for (Process.Child child : children) {
      codes.add(await(child, group));
    }
    takeTerminal();
    if (codes.contains(INTERRUPTED) && shell.interactive()) {
      shell.err().write('\n');
    }
    remember(codes);
    return shell.options().pipefail()
        ? codes.reversed().stream().filter(code -> code != 0).findFirst().orElse(0)
        : codes.getLast();
  }

  private List<Process.Child> start(List<Node> stages) throws InterruptedException {
    List<Process.Child> children = new ArrayList<>();
    Optional<Descriptor> input = Optional.empty();
    for (Node stage : stages) {
      DescriptorTable table = shell.descriptors().share();
      input.ifPresent(descriptor -> table.put(0, descriptor));
      if (children.size() + 1 < stages.size()) {
        Process.Pipe pipe = shell.process().pipe();
        table.put(1, Descriptor.writing(pipe.sink()));
        input = Optional.of(Descriptor.reading(pipe.source()));
      }
      int group = children.isEmpty() ? 0 : children.getFirst().pid();
      children.add(shell.fork(stage, table, group(group)));
    }
    return children;
  }

  private void remember(List<Integer> codes) {
    if (shell.dialect() != Dialect.BASH) {
      return;
    }
    Variable status = shell.variables().require("PIPESTATUS");
    status.clear();
    for (int i = 0; i < codes.size(); i++) {
      status.set("" + i, "" + codes.get(i));
    }
  }

  int subshell(Node body) throws InterruptedException, IOException {
    return waitFor(shell.fork(body, shell.descriptors().share(), group(0)));
  }

  /// Begins a job.
  void background(Node body, String text) throws InterruptedException, IOException {
    DescriptorTable table = shell.descriptors().share();
    boolean apart = shell.options().has('m');
    Optional<Process.Group> group =
        apart ? Optional.of(new Process.Group(0, false)) : Optional.empty();
    Process.Child child;
    if (shell.interactive()) {
      child = shell.fork(body, table, group);
    } else {
      table.put(0, Descriptor.reading(Nowhere.input()));
      child =
          shell.fork(
              table,
              group,
              subshell -> {
                subshell.process().ignore(Signal.INT);
                subshell.process().ignore(Signal.QUIT);
                return subshell.interpreter().run(body, true);
              });
    }
    shell.parameters().lastBackground(child.pid());
    Job job = shell.jobs().add(child, apart ? child.pid() : shell.process().group(), text);
    if (shell.interactive()) {
      say("[" + job.number() + "] " + child.pid() + "\n");
    }
  }

  /// Runs a program, which has the terminal meanwhile.
  int program(List<String> words, Process.Inheritance inheritance)
      throws InterruptedException, IOException {
    return waitFor(shell.process().spawn(words, inheritance.in(group(0))));
  }

  /// Goes on with a job that has the terminal from now on.
  int resume(Job job) throws InterruptedException, IOException {
    shell.process().foreground(job.group());
    goOn(job);
    return waitFor(job.child(), job.group());
  }

  /// Lets a job go on that was stopped.
  void goOn(Job job) {
    try {
      shell.process().kill(-job.group(), Signal.CONT);
    } catch (Errno _) {
      // It has ended meanwhile.
    }
  }

  private int waitFor(Process.Child child) throws InterruptedException, IOException {
    return waitFor(child, child.pid());
  }

  /// @param group that the child belongs to where there is job control
  private int waitFor(Process.Child child, int group) throws InterruptedException, IOException {
    int code = await(child, group);
    takeTerminal();
    if (code == INTERRUPTED && shell.interactive()) {
      shell.err().write('\n');
    }
    report(child);
    if (code == INTERRUPTED
        && shell.process().terminal().isPresent()
        && !shell.interactive()
        && shell.traps().action(Signal.INT.name()).isEmpty()) {
      throw new Flow.Exit(INTERRUPTED);
    }
    return code;
  }

  /// Only the shell that somebody types at gives the terminal away and takes it back.
  private void takeTerminal() {
    if (shell.interactive()) {
      shell.process().foreground(shell.process().group());
    }
  }

  /// Where there is job control, what is started together has a group of its own, and is in it from
  /// its birth.
  ///
  /// @param number 0 for a new one
  private Optional<Process.Group> group(int number) {
    return shell.interactive() ? Optional.of(new Process.Group(number, true)) : Optional.empty();
  }

  /// @return the exit code; of what was stopped, and is a job from now on, that of the signal
  private int await(Process.Child child, int group) throws InterruptedException, IOException {
    if (!shell.interactive()) {
      int code = child.waitFor();
      // What has ended the child may have been for all of its group.
      shell.process().checkpoint();
      return code;
    }
    Optional<Integer> code = child.waitForStop();
    if (code.isPresent()) {
      return code.get();
    }
    boolean known = shell.jobs().all().stream().anyMatch(job -> job.group() == group);
    if (!known) {
      String text = shell.history().isEmpty() ? "" : shell.history().getLast();
      Job job = shell.jobs().add(child, group, text);
      say("\n" + JobBuiltins.line(job, '+'));
    }
    return 128 + Signal.TSTP.number();
  }

  /// Says how a child ended that a signal ended.
  private void report(Process.Child child) throws IOException {
    String text = child.endedBy().map(JobControl::description).orElse("");
    if (!text.isEmpty()) {
      boolean placed = shell.dialect() == Dialect.BASH && !shell.interactive();
      say((placed ? shell.complaints().place() + child.pid() + " " : "") + text + "\n");
    }
  }

  /// As strsignal(3) has it; empty for what nobody needs to be told.
  private static String description(Signal signal) {
    return switch (signal) {
      case HUP -> "Hangup";
      case QUIT -> "Quit";
      case KILL -> "Killed";
      case USR1 -> "User defined signal 1";
      case USR2 -> "User defined signal 2";
      case ALRM -> "Alarm clock";
      case TERM -> "Terminated";
      case INT, PIPE, CHLD, CONT, STOP, TSTP, WINCH -> "";
    };
  }

  private void say(String text) throws IOException {
    shell.err().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
