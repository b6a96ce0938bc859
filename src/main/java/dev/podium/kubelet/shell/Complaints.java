package dev.podium.kubelet.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// How a shell says what is wrong: with its name and the place in front, each dialect in its way.
final class Complaints {
  /// What busybox has both built in and as programs, and calls by the shell's name.
  private static final Set<String> ASH_TOOLS = Set.of("kill", "[", "test", "printf");

  private final Shell shell;

  Complaints(Shell shell) {
    this.shell = shell;
  }

  /// What the complaints of a command that is built in begin with.
  String label(String builtin) {
    return switch (shell.dialect()) {
      case BASH -> inBash() + builtin;
      case ASH -> ASH_TOOLS.contains(builtin) ? shell.name() : builtin;
      case DASH -> shell.name() + ": " + shell.line() + ": " + builtin;
    };
  }

  private String inBash() {
    return shell.interactive() ? shell.name() + ": " : place();
  }

  /// What bash's messages begin with that name the place.
  String place() {
    return shell.name() + ": line " + shell.line() + ": ";
  }

  /// @param builtin whose complaint it is; empty for the shell's own
  void say(String builtin, String text) throws IOException {
    String command = builtin.isEmpty() ? "" : builtin + ": ";
    String prefix =
        switch (shell.dialect()) {
          case BASH -> inBash() + command;
          case ASH -> shell.name() + ": " + command + placeInAsh(command);
          case DASH -> shell.name() + ": " + shell.line() + ": " + command;
        };
    write(prefix + text + "\n");
  }

  private String placeInAsh(String command) {
    boolean plain = shell.interactive() || (command.isEmpty() && shell.isFromString());
    return plain ? "" : "line " + shell.line() + ": ";
  }

  /// Reports a mistake in the language.
  ///
  /// @param text that it is in
  void say(SyntaxError error, String text) throws IOException {
    shell.line(error.line());
    String what = shell.dialect().syntaxError(error);
    if (shell.dialect() != Dialect.BASH || shell.interactive()) {
      say("", what);
      return;
    }
    String prefix =
        shell.name() + ": " + (shell.isFromString() ? "-c: " : "") + "line " + error.line() + ": ";
    StringBuilder message = new StringBuilder(prefix + what + "\n");
    List<String> lines = text.lines().toList();
    if (!error.incomplete() && error.line() <= lines.size()) {
      message.append(prefix).append('`').append(lines.get(error.line() - 1)).append("'\n");
    }
    write(message.toString());
  }

  private void write(String text) throws IOException {
    shell.err().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
