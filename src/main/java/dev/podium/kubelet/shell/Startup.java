package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Flavour;
import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Begins a shell as its arguments say: with a text, a file, its input, or somebody who types.
final class Startup {
  private final Process process;
  private final Dialect dialect;
  private final List<String> rest;
  private final List<String> flags = new ArrayList<>();
  private boolean string;
  private boolean input;
  private boolean login;
  private boolean asked;

  Startup(Process process, Dialect dialect) {
    this.process = process;
    this.dialect = dialect;
    List<String> arguments = process.arguments();
    this.rest = new ArrayList<>(arguments.subList(1, arguments.size()));
  }

  /// Which shell `sh` is in a container.
  static Dialect usual(Process process) {
    if (Flavour.isBusybox(process)) {
      return Dialect.ASH;
    }
    if (process.container().image().family().startsWith("rhel")) {
      return Dialect.BASH;
    }
    boolean dash = process.files().exists("/bin/dash") || process.files().exists("/usr/bin/dash");
    return dash || !process.files().exists("/bin/bash") ? Dialect.DASH : Dialect.BASH;
  }

  int run() throws IOException, InterruptedException {
    Optional<String> wrong = options();
    if (wrong.isPresent()) {
      process.complain(process.arguments().getFirst() + ": " + wrong.get());
      return 2;
    }
    if (rest.equals(List.of("--version"))) {
      process.stdout().write(version().getBytes(StandardCharsets.UTF_8));
      return 0;
    }
    boolean interactive =
        !string && (rest.isEmpty() || input) && (asked || process.terminal().isPresent());
    Shell shell = new Shell(process, dialect, process.arguments().getFirst(), interactive);
    shell
        .variables()
        .find("PWD")
        .ifPresentOrElse(_ -> {}, () -> shell.variables().assign("PWD", process.directory()));
    shell.variables().require("PWD").exported = true;
    shell.variables().assign("OPTIND", "1");
    flags.forEach(flag -> apply(shell, flag));
    return shell.finish(() -> start(shell));
  }

  private static void apply(Shell shell, String flag) {
    boolean on = flag.startsWith("-");
    if (flag.length() == 2) {
      shell.options().set(flag.charAt(1), on);
    } else {
      shell.options().set(flag.substring(2), on);
    }
  }

  private Optional<String> options() {
    while (!rest.isEmpty()
        && rest.getFirst().matches("[-+].+")
        && !rest.getFirst().equals("--version")) {
      String option = rest.removeFirst();
      if (option.equals("--")) {
        break;
      }
      if (option.startsWith("--")) {
        if (option.equals("--login")) {
          login = true;
        } else if (!option.matches("--(norc|noprofile|posix|noediting)")
            && dialect == Dialect.BASH) {
          return Optional.of(option + ": invalid option");
        }
        if (option.equals("--rcfile") || option.equals("--init-file")) {
          rest.removeFirst();
        }
        continue;
      }
      Optional<String> wrong = letters(option);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return string && rest.isEmpty()
        ? Optional.of(
            dialect == Dialect.BASH ? "-c: option requires an argument" : "-c requires an argument")
        : Optional.empty();
  }

  private Optional<String> letters(String option) {
    for (char letter : option.substring(1).toCharArray()) {
      switch (letter) {
        case 'c' -> string = true;
        case 's' -> input = true;
        case 'i' -> asked = true;
        case 'l' -> login = true;
        case 'o', 'O' -> {
          if (!rest.isEmpty()) {
            flags.add(option.charAt(0) + "o" + rest.removeFirst());
          }
        }
        default -> {
          if (!new Options().set(letter, true)) {
            return Optional.of(
                dialect == Dialect.BASH
                    ? option + ": invalid option"
                    : (dialect == Dialect.ASH ? "illegal" : "0: Illegal") + " option -" + letter);
          }
          flags.add(option.charAt(0) + String.valueOf(letter));
        }
      }
    }
    return Optional.empty();
  }

  private String version() {
    return "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n"
        + "Copyright (C) 2022 Free Software Foundation, Inc.\n";
  }

  private int start(Shell shell) throws InterruptedException, IOException {
    if (login) {
      profile(shell, "/etc/profile");
    }
    if (string) {
      String text = rest.removeFirst();
      if (!rest.isEmpty()) {
        shell.rename(rest.removeFirst());
      }
      shell.positional(rest);
      shell.fromString(true);
      return shell.interpreter().script(text, 1, true);
    }
    if (!rest.isEmpty() && !input) {
      return file(shell);
    }
    shell.positional(rest);
    return shell.interactive() && process.terminal().isPresent()
        ? new Interactive(shell, process.terminal().get()).run()
        : lines(shell);
  }

  private static void profile(Shell shell, String path) throws InterruptedException, IOException {
    if (shell.process().files().exists(path)) {
      String text = new String(shell.process().files().bytes(path), StandardCharsets.UTF_8);
      shell.interpreter().source(text, List.of());
    }
  }

  private int file(Shell shell) throws InterruptedException, IOException {
    String path = rest.removeFirst();
    String text;
    try {
      text = new String(process.files().bytes(path), StandardCharsets.UTF_8);
    } catch (Errno e) {
      String reason =
          switch (dialect) {
            case BASH -> path + ": " + e.code().text();
            case ASH -> "can't open '" + path + "': " + e.code().text();
            case DASH ->
                "0: cannot open "
                    + path
                    + ": "
                    + e.code().text().replace("No such file or directory", "No such file");
          };
      process.complain(shell.name() + ": " + reason);
      return dialect == Dialect.BASH || dialect == Dialect.DASH
          ? e.code() == Errno.Code.ENOENT && dialect == Dialect.BASH ? 127 : 2
          : 2;
    }
    shell.rename(path);
    shell.positional(rest);
    return shell.interpreter().script(text, 1, false);
  }

  /// Reads commands from the input, no further than they go: what they run may read the rest.
  private int lines(Shell shell) throws InterruptedException, IOException {
    StringBuilder text = new StringBuilder();
    int line = 1;
    int status = 0;
    while (true) {
      Optional<String> next = line(shell.in());
      boolean end = next.isEmpty();
      text.append(next.orElse(""));
      if (end && text.isEmpty()) {
        return status;
      }
      try {
        Parser parser =
            new Parser(new Source(text.toString(), line), dialect, shell.aliases(), !end);
        List<Node> nodes = parser.all();
        line += (int) text.chars().filter(c -> c == '\n').count();
        text.setLength(0);
        for (Node node : nodes) {
          status = shell.interpreter().run(node, false);
        }
      } catch (SyntaxError e) {
        if (!e.incomplete() || end) {
          shell.complaints().say(e, text.toString());
          return 2;
        }
      }
      if (end) {
        return status;
      }
    }
  }

  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      if (b == '\n') {
        break;
      }
    }
    return bytes.size() == 0
        ? Optional.empty()
        : Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
