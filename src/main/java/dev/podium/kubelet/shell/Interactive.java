package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.process.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A shell that somebody types at.
final class Interactive {
  private final Shell shell;
  private final Terminal terminal;
  private final LineEditor editor;

  Interactive(Shell shell, Terminal terminal) {
    this.shell = shell;
    this.terminal = terminal;
    this.editor =
        new LineEditor(shell.in(), shell.err(), terminal, shell.history(), new Completion(shell));
  }

  int run() throws InterruptedException, IOException {
    shell.options().set('i', true);
    shell.options().set('m', true);
    shell.process().ignore(Signal.INT);
    shell.process().ignore(Signal.QUIT);
    shell.process().ignore(Signal.TERM);
    shell.process().ignore(Signal.TSTP);
    if (shell.dialect() != Dialect.DASH) {
      shell.process().onSignal(Signal.WINCH, editor::redraw);
    }
    Prompt prompt = new Prompt(shell);
    prompt.prepare();
    StringBuilder text = new StringBuilder();
    while (true) {
      report();
      LineEditor.Input input = read(prompt, !text.isEmpty());
      switch (input) {
        case LineEditor.Input.Interrupted _ -> {
          text.setLength(0);
          shell.status(130);
        }
        case LineEditor.Input.End _ -> {
          if (text.isEmpty()) {
            say(
                switch (shell.dialect()) {
                  case BASH -> "exit\n";
                  case ASH -> "";
                  case DASH -> "\n";
                });
            return shell.status();
          }
          shell.complain("syntax error: unexpected end of file");
          text.setLength(0);
        }
        case LineEditor.Input.Line(String line) -> {
          text.append(line).append('\n');
          execute(text);
        }
      }
    }
  }

  private LineEditor.Input read(Prompt prompt, boolean continues) throws IOException {
    terminal.raw(true);
    try {
      return editor.read(continues ? prompt.second() : prompt.first());
    } finally {
      terminal.raw(false);
    }
  }

  private void say(String text) throws IOException {
    shell.err().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void execute(StringBuilder text) throws InterruptedException, IOException {
    Parser parser =
        new Parser(new Source(text.toString(), 1), shell.dialect(), shell.aliases(), true);
    try {
      List<Node> nodes = parser.all();
      remember(text.toString().strip());
      text.setLength(0);
      for (Node node : nodes) {
        shell.interpreter().run(node, false);
      }
    } catch (SyntaxError e) {
      if (!e.incomplete()) {
        remember(text.toString().strip());
        text.setLength(0);
        shell.complaints().say(e, "");
        shell.status(2);
      }
    } catch (Flow.Leave | Flow.Return _) {
      // There is nothing to leave at the prompt.
    } catch (ShellError e) {
      shell.complain(e.text());
      shell.status(1);
    }
  }

  private void remember(String line) {
    List<String> history = shell.history();
    if (!line.isEmpty() && (history.isEmpty() || !history.getLast().equals(line))) {
      history.add(line);
      if (history.size() > 500) {
        history.removeFirst();
      }
    }
  }

  /// Says which jobs have ended.
  private void report() throws IOException, InterruptedException {
    shell.traps().attend();
    for (Job job : shell.jobs().all()) {
      if (job.exitCode().isPresent()) {
        say(JobBuiltins.line(job, '+'));
        shell.jobs().forget(job);
      }
    }
  }
}
