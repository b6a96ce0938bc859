package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Cli;
import dev.podium.kubelet.command.Commands;
import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is built in.
final class Builtins {
  private static final Set<String> SPECIAL =
      Set.of(
          ":",
          ".",
          "break",
          "continue",
          "eval",
          "exec",
          "exit",
          "export",
          "readonly",
          "return",
          "set",
          "shift",
          "times",
          "trap",
          "unset");
  private static final Set<String> BASH_ONLY =
      Set.of(
          "declare",
          "typeset",
          "shopt",
          "mapfile",
          "readarray",
          "builtin",
          "pushd",
          "popd",
          "dirs",
          "disown",
          "enable",
          "compgen",
          "complete",
          "bind",
          "suspend",
          "caller");
  private static final Map<String, Builtin> ALL = new HashMap<>();

  static {
    ALL.put(":", (_, _) -> 0);
    ALL.put("true", (_, _) -> 0);
    ALL.put("false", (_, _) -> 1);
    for (String tool : List.of("echo", "printf", "test", "[", "kill")) {
      ALL.put(tool, Builtins::tool);
    }
    ALL.put("printf", Builtins::printf);
    ControlBuiltins.register(ALL);
    VariableBuiltins.register(ALL);
    JobBuiltins.register(ALL);
    DirectoryBuiltins.register(ALL);
    ReadBuiltins.register(ALL);
    NameBuiltins.register(ALL);
  }

  private Builtins() {}

  static Optional<Builtin> find(String name, Dialect dialect) {
    if (dialect != Dialect.BASH && BASH_ONLY.contains(name)) {
      return Optional.empty();
    }
    if (dialect == Dialect.DASH && (name.equals("source") || name.equals("let"))) {
      return Optional.empty();
    }
    return Optional.ofNullable(ALL.get(name));
  }

  static boolean isSpecial(String name) {
    return SPECIAL.contains(name);
  }

  static Set<String> names() {
    return new TreeSet<>(ALL.keySet());
  }

  /// A command that is both built in and a program.
  static int tool(Shell shell, List<String> words) throws InterruptedException, IOException {
    List<String> arguments = new ArrayList<>(words);
    if (words.getFirst().equals("kill") && caughtByItself(shell, words)) {
      return 0;
    }
    if (words.getFirst().equals("kill")) {
      arguments.replaceAll(word ->
          word.startsWith("%")
              ? shell.jobs().find(word).map(job -> "" + job.child().pid()).orElse(word)
              : word);
    }
    return run(shell, arguments);
  }

  /// Whether the shell sends itself a signal that it traps: the trap comes before anything else.
  private static boolean caughtByItself(Shell shell, List<String> words) {
    if (words.size() != 3 || !words.get(2).equals("" + shell.process().pid())) {
      return false;
    }
    Optional<Signal> signal =
        words.get(1).startsWith("-") ? Signal.parse(words.get(1).substring(1)) : Optional.empty();
    boolean trapped =
        signal
            .flatMap(caught -> shell.traps().action(caught.name()))
            .filter(action -> !action.isEmpty())
            .isPresent();
    signal
        .filter(_ -> trapped)
        .ifPresent(caught -> shell.jobs().tell(new Jobs.Event.Caught(caught)));
    return trapped;
  }

  private static int run(Shell shell, List<String> words) throws InterruptedException, IOException {
    String name = words.getFirst();
    Cli cli =
        new Cli(
            shell.process(),
            shell.complaints().label(name),
            words,
            shell.variables().environment(),
            new Cli.Streams(shell.in(), shell.out(), shell.err()));
    boolean plain = name.equals("echo") && shell.dialect() == Dialect.DASH;
    return Commands.run(plain ? "echo -e" : name, cli);
  }

  private static int printf(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    if (words.size() < 4 || !words.get(1).equals("-v")) {
      return run(shell, words);
    }
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    List<String> rest = new ArrayList<>(words);
    rest.subList(1, 3).clear();
    Cli cli =
        new Cli(shell.process(), rest, Map.of(), new Cli.Streams(shell.in(), out, shell.err()));
    int status = Commands.run("printf", cli);
    shell.variables().assign(words.get(2), out.toString(java.nio.charset.StandardCharsets.UTF_8));
    return status;
  }

  /// Says what is wrong with a builtin's call.
  static int fail(Shell shell, String builtin, String text) throws IOException {
    shell.complain(builtin, text);
    return 1;
  }
}
