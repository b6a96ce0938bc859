package dev.podium.kubelet.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Commands that tell of the terminal and set it.
final class TerminalCommands {
  private TerminalCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put(
        "tty",
        cli ->
            cli.self().terminal().isPresent()
                ? SystemCommands.line(cli, "/dev/pts/0")
                : fails(cli, "not a tty"));
    tools.put("stty", TerminalCommands::stty);
    tools.put("clear", cli -> SystemCommands.printed(cli, "\033[H\033[2J\033[3J"));
    tools.put("reset", cli -> SystemCommands.printed(cli, "\033c"));
    tools.put("tput", TerminalCommands::tput);
  }

  private static int fails(Cli cli, String text) throws IOException {
    cli.println(text);
    return 1;
  }

  private static int stty(Cli cli) throws IOException {
    var terminal = cli.self().terminal();
    if (terminal.isEmpty()) {
      return cli.fail(
          cli.busybox()
              ? "standard input: Not a tty"
              : "'standard input': Inappropriate ioctl for device");
    }
    List<String> words = cli.arguments();
    if (words.contains("size")) {
      return SystemCommands.line(cli, terminal.get().rows() + " " + terminal.get().columns());
    }
    if (words.contains("raw") || words.contains("-icanon") || words.contains("-echo")) {
      terminal.get().raw(true);
    } else if (words.contains("sane")
        || words.contains("cooked")
        || words.contains("echo")
        || words.contains("icanon")) {
      terminal.get().raw(false);
    } else if (words.isEmpty() || words.contains("-a")) {
      return SystemCommands.line(
          cli,
          "speed 38400 baud; rows "
              + terminal.get().rows()
              + "; columns "
              + terminal.get().columns()
              + "; line = 0;");
    }
    return 0;
  }

  private static int tput(Cli cli) throws IOException {
    String what = cli.arguments().isEmpty() ? "" : cli.arguments().getFirst();
    var terminal = cli.self().terminal();
    return switch (what) {
      case "cols" -> SystemCommands.line(cli, "" + terminal.map(t -> t.columns()).orElse(80));
      case "lines" -> SystemCommands.line(cli, "" + terminal.map(t -> t.rows()).orElse(24));
      case "clear" -> SystemCommands.printed(cli, "\033[H\033[2J");
      case "bold" -> SystemCommands.printed(cli, "\033[1m");
      case "sgr0" -> SystemCommands.printed(cli, "\033(B\033[m");
      case "setaf" -> SystemCommands.printed(cli, "\033[3" + cli.arguments().getLast() + "m");
      default -> 0;
    };
  }
}
