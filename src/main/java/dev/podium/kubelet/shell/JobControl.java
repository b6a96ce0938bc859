package dev.podium.kubelet.shell;

import dev.podium.kubelet.pipe.Nowhere;
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
    int group = group(children);
    List<Integer> codes = new ArrayList<>();
    for (Process.Child child : children) {
      codes.add(await(child, group));
    }
    foreground(shell.process().group());
    if (codes.contains(INTERRUPTED) && shell.interactive()) {
      shell.err().write('\n');
    }
    remember(codes);
    return shell.options().pipefail()
        ? codes.reversed().stream().filter(code -> code != 0).findFirst().orElse(0)
        : codes.getLast();
  }

  private List<Process.Child> start(List<Node> stages) {
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
      children.add(shell.fork(stage, table));
      foreground(group(children));
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
    return waitFor(shell.fork(body, shell.descriptors().share()));
  }

  /// Begins a job.
  void background(Node body, String text) throws IOException {
    DescriptorTable table = shell.descriptors().share();
    Process.Child child;
    if (shell.interactive()) {
      child = shell.fork(body, table);
    } else {
      table.put(0, Descriptor.reading(Nowhere.input()));
      child =
          shell.fork(
              table,
              subshell -> {
                subshell.process().ignore(Signal.INT);
                subshell.process().ignore(Signal.QUIT);
                return subshell.interpreter().run(body, true);
              });
    }
    shell.parameters().lastBackground(child.pid());
    int group = shell.options().has('m') ? child.pid() : shell.process().group();
    shell.process().regroup(child, group);
    Job job = shell.jobs().add(child, group, text);
    if (shell.interactive()) {
      say("[" + job.number() + "] " + child.pid() + "\n");
    }
  }

  /// Waits for a child that has the terminal meanwhile.
  int waitFor(Process.Child child) throws InterruptedException, IOException {
    return waitFor(child, group(List.of(child)));
  }

  /// @param group that the child belongs to
  int waitFor(Process.Child child, int group) throws InterruptedException, IOException {
    foreground(group);
    int code = await(child, group);
    foreground(shell.process().group());
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
  private int await(Process.Child child, int group) throws InterruptedException, IOException {
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
