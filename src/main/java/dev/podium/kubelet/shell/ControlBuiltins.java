package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builtins that say what is run next.
final class ControlBuiltins {
  private ControlBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("exit", ControlBuiltins::exit);
    all.put("logout", ControlBuiltins::exit);
    all.put("return", ControlBuiltins::back);
    all.put("break", (shell, words) -> leave(shell, words, false));
    all.put("continue", (shell, words) -> leave(shell, words, true));
    all.put("eval", ControlBuiltins::eval);
    all.put("exec", ControlBuiltins::exec);
    all.put(".", ControlBuiltins::source);
    all.put("source", ControlBuiltins::source);
    all.put("command", ControlBuiltins::command);
    all.put("builtin", ControlBuiltins::builtin);
  }

  private static int status(Shell shell, List<String> words) throws IOException {
    if (words.size() < 2) {
      return shell.status();
    }
    try {
      return (int) (Long.parseLong(words.get(1).strip()) & 0xff);
    } catch (NumberFormatException _) {
      switch (shell.dialect()) {
        case BASH -> shell.complain(words.getFirst(), words.get(1) + ": numeric argument required");
        case ASH -> shell.complain(words.getFirst(), "Illegal number: " + words.get(1));
        case DASH -> shell.complain(words.getFirst(), "Illegal number: " + words.get(1));
      }
      return 2;
    }
  }

  private static int exit(Shell shell, List<String> words) throws IOException {
    if (shell.interactive() && shell.dialect() == Dialect.BASH) {
      shell.err().write("exit\n".getBytes(StandardCharsets.UTF_8));
    }
    throw new Flow.Exit(status(shell, words));
  }

  private static int back(Shell shell, List<String> words) throws IOException {
    if (!shell.interpreter().inFunction() && shell.dialect() == Dialect.BASH) {
      return Builtins.fail(shell, "return", "can only `return' from a function or sourced script");
    }
    throw new Flow.Return(status(shell, words));
  }

  private static int leave(Shell shell, List<String> words, boolean goesOn) throws IOException {
    if (!shell.interpreter().inLoop()) {
      if (shell.dialect() == Dialect.BASH) {
        shell.complain(words.getFirst(), "only meaningful in a `for', `while', or `until' loop");
      }
      return 0;
    }
    int loops =
        words.size() > 1 && words.get(1).matches("\\d{1,6}") ? Integer.parseInt(words.get(1)) : 1;
    throw new Flow.Leave(Math.max(1, loops), goesOn);
  }

  private static int eval(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    List<String> rest = words.subList(1, words.size());
    if (!rest.isEmpty() && rest.getFirst().equals("--")) {
      rest = rest.subList(1, rest.size());
    }
    return shell.interpreter().script(String.join(" ", rest));
  }

  private static int exec(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    List<String> command = new ArrayList<>(words.subList(1, words.size()));
    while (!command.isEmpty() && command.getFirst().startsWith("-")) {
      if (command.removeFirst().equals("-a") && !command.isEmpty()) {
        command.removeFirst();
      }
    }
    if (command.isEmpty()) {
      return 0;
    }
    int status = shell.interpreter().program(command, true);
    if (!shell.interactive()) {
      throw new Flow.Exit(status);
    }
    return status;
  }

  private static int source(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    if (words.size() < 2) {
      return Builtins.fail(shell, words.getFirst(), "filename argument required");
    }
    String path = words.get(1);
    try {
      String text =
          new String(shell.process().files().bytes(find(shell, path)), StandardCharsets.UTF_8);
      return shell.interpreter().source(text, words.subList(2, words.size()));
    } catch (Errno e) {
      String message =
          switch (shell.dialect()) {
            case BASH -> path + ": " + e.code().text();
            case ASH, DASH -> shell.dialect().cannotRead(path, e.code().text());
          };
      if (shell.dialect() == Dialect.BASH) {
        shell.complain(message);
        return 1;
      }
      throw new ShellError(words.getFirst() + ": " + message, 2);
    }
  }

  private static String find(Shell shell, String path) {
    if (path.contains("/")) {
      return path;
    }
    String search = shell.variables().value("PATH").orElse("");
    for (String directory : search.split(":")) {
      if (shell.process().files().exists(directory + "/" + path)) {
        return directory + "/" + path;
      }
    }
    return path;
  }

  private static int command(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    int first = 1;
    while (first < words.size() && words.get(first).startsWith("-")) {
      String option = words.get(first++);
      if (option.equals("-v") || option.equals("-V")) {
        return NameBuiltins.describe(
            shell, words.subList(first, words.size()), option.equals("-V"));
      }
    }
    List<String> rest = words.subList(first, words.size());
    if (rest.isEmpty()) {
      return 0;
    }
    Optional<Builtin> builtin = Builtins.find(rest.getFirst(), shell.dialect());
    return builtin.isPresent()
        ? builtin.get().run(shell, rest)
        : shell.interpreter().program(rest, false);
  }

  private static int builtin(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    if (words.size() < 2) {
      return 0;
    }
    List<String> rest = words.subList(1, words.size());
    Optional<Builtin> builtin = Builtins.find(rest.getFirst(), shell.dialect());
    return builtin.isPresent()
        ? builtin.get().run(shell, rest)
        : Builtins.fail(shell, "builtin", rest.getFirst() + ": not a shell builtin");
  }
}
