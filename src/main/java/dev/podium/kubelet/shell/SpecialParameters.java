package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What a parameter stands for that is more than a variable: `$?`, `$1`, and variables that the
/// shell makes up as they are asked for.
final class SpecialParameters {
  private final Shell shell;
  private final int mainPid;
  private final Instant started;
  private Optional<Integer> lastBackground;
  private String lastArgument = "";

  SpecialParameters(Shell shell, Process process) {
    this.shell = shell;
    this.mainPid = process.pid();
    this.started = process.clock().now();
    this.lastBackground = Optional.empty();
  }

  /// A copy for a subshell.
  SpecialParameters(Shell subshell, SpecialParameters parent) {
    this.shell = subshell;
    this.mainPid = parent.mainPid;
    this.started = parent.started;
    this.lastBackground = parent.lastBackground;
  }

  /// What `$!` is from now on.
  void lastBackground(int pid) {
    lastBackground = Optional.of(pid);
  }

  /// What `$_` is from now on.
  void lastArgument(String text) {
    lastArgument = text;
  }

  /// What a text names: a variable, an element of an array, a parameter.
  Optional<String> named(String text) {
    int bracket = text.indexOf('[');
    if (bracket > 0 && text.endsWith("]")) {
      String key = text.substring(bracket + 1, text.length() - 1);
      return shell.variables().find(text.substring(0, bracket)).map(v -> v.elements().get(key));
    }
    return text.isEmpty() ? Optional.empty() : value(text);
  }

  /// Empty where the parameter is not set.
  Optional<String> value(String parameter) {
    return switch (parameter) {
      case "?" -> Optional.of("" + shell.status());
      case "$" -> Optional.of("" + mainPid);
      case "!" -> lastBackground.map(String::valueOf);
      case "#" -> Optional.of("" + shell.positional().size());
      case "-" -> Optional.of(shell.options().letters() + (shell.isFromString() ? "c" : ""));
      case "0" -> Optional.of(shell.name());
      case "_" -> Optional.of(lastArgument);
      default ->
          Character.isDigit(parameter.charAt(0)) ? positional(parameter) : variable(parameter);
    };
  }

  private Optional<String> positional(String number) {
    int index = number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number);
    return index <= shell.positional().size()
        ? Optional.of(shell.positional().get(index - 1))
        : Optional.empty();
  }

  private Optional<String> variable(String name) {
    Optional<String> value = shell.variables().value(name);
    return value.isPresent() ? value : madeUp(name);
  }

  private Optional<String> madeUp(String name) {
    return switch (shell.dialect()) {
      case BASH -> inBash(name).or(() -> inAsh(name));
      case ASH -> inAsh(name);
      case DASH -> name.equals("LINENO") ? inAsh(name) : Optional.empty();
    };
  }

  private Optional<String> inAsh(String name) {
    return switch (name) {
      case "RANDOM" -> Optional.of("" + ThreadLocalRandom.current().nextInt(32768));
      case "LINENO" -> Optional.of("" + shell.line());
      case "EPOCHSECONDS" -> Optional.of("" + now().getEpochSecond());
      case "HOSTNAME" -> Optional.of(shell.process().container().hostname());
      default -> Optional.empty();
    };
  }

  private Optional<String> inBash(String name) {
    return switch (name) {
      case "SECONDS" -> Optional.of("" + Duration.between(started, now()).toSeconds());
      case "BASHPID" -> Optional.of("" + shell.process().pid());
      case "UID", "EUID" -> Optional.of("" + shell.process().uid());
      case "BASH_VERSION" -> Optional.of("5.2.15(1)-release");
      default -> Optional.empty();
    };
  }

  private Instant now() {
    return shell.process().clock().now();
  }
}
