package dev.podium.kubelet.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options and operands that a command was given, taken apart as getopt does.
final class Opts {
  private final Map<Character, List<String>> values = new HashMap<>();
  private final List<Character> order = new ArrayList<>();
  private final List<String> operands = new ArrayList<>();

  private Opts() {}

  /// Options may stand behind operands too.
  ///
  /// @param letters as getopt has them: a colon behind those that take a value, two where it may
  ///   only follow directly
  /// @param names such as `lines=n`: long ones, and the letter that each stands for
  static Opts parse(Cli cli, String letters, String... names) {
    return parse(cli, cli.arguments(), true, letters, names);
  }

  /// What begins at the first operand is left as it is.
  static Opts prefix(Cli cli, String letters, String... names) {
    return parse(cli, cli.arguments(), false, letters, names);
  }

  static Opts parse(
      Cli cli, List<String> arguments, boolean permute, String letters, String... names) {
    Opts opts = new Opts();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        opts.operands.addAll(arguments.subList(i + 1, arguments.size()));
        return opts;
      }
      if (argument.startsWith("--")) {
        i = opts.longOption(cli, arguments, i, letters, names);
      } else if (argument.startsWith("-") && argument.length() > 1) {
        i = opts.shortOptions(cli, arguments, i, letters);
      } else if (permute) {
        opts.operands.add(argument);
      } else {
        opts.operands.addAll(arguments.subList(i, arguments.size()));
        return opts;
      }
    }
    return opts;
  }

  private void put(char letter, String value) {
    values.computeIfAbsent(letter, _ -> new ArrayList<>()).add(value);
    order.add(letter);
  }

  private static boolean takesValue(String letters, char letter) {
    return letters.startsWith(":", letters.indexOf(letter) + 1);
  }

  private static boolean optional(String letters, char letter) {
    return letters.startsWith("::", letters.indexOf(letter) + 1);
  }

  private int shortOptions(Cli cli, List<String> arguments, int index, String letters) {
    String argument = arguments.get(index);
    for (int k = 1; k < argument.length(); k++) {
      char letter = argument.charAt(k);
      if (letter == ':' || letters.indexOf(letter) < 0) {
        throw invalid(cli, letter);
      }
      if (!takesValue(letters, letter)) {
        put(letter, "");
        continue;
      }
      String rest = argument.substring(k + 1);
      if (!rest.isEmpty() || optional(letters, letter)) {
        put(letter, rest);
        return index;
      }
      if (index + 1 == arguments.size()) {
        throw new Usage(
            cli.busybox()
                ? cli.name() + ": option requires an argument: " + letter + hint(cli)
                : cli.name() + ": option requires an argument -- '" + letter + "'" + hint(cli),
            exitCode(cli));
      }
      put(letter, arguments.get(index + 1));
      return index + 1;
    }
    return index;
  }

  private int longOption(
      Cli cli, List<String> arguments, int index, String letters, String... names) {
    String argument = arguments.get(index).substring(2);
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    char letter = letter(cli, name, names);
    boolean takesValue = takesValue(letters, letter);
    if (equals >= 0) {
      put(letter, argument.substring(equals + 1));
      return index;
    }
    if (!takesValue || optional(letters, letter)) {
      put(letter, "");
      return index;
    }
    if (index + 1 == arguments.size()) {
      throw new Usage(
          cli.name() + ": option '--" + name + "' requires an argument" + hint(cli), exitCode(cli));
    }
    put(letter, arguments.get(index + 1));
    return index + 1;
  }

  private static char letter(Cli cli, String name, String... names) {
    char found = 0;
    for (String known : names) {
      String full = known.substring(0, known.indexOf('='));
      char letter = known.charAt(known.length() - 1);
      if (full.equals(name)) {
        return letter;
      }
      if (full.startsWith(name)) {
        found = letter;
      }
    }
    if (found == 0 && !cli.busybox() && name.equals("version")) {
      throw new Usage(version(cli.name()), 0);
    }
    if (found == 0 && !cli.busybox() && name.equals("help")) {
      throw new Usage(
          "Usage: %s [OPTION]... [FILE]...%nThis %s is simulated: it has the options that are used most."
              .formatted(cli.name(), cli.name()),
          0);
    }
    if (found == 0) {
      throw new Usage(
          cli.busybox()
              ? cli.name() + ": unrecognized option: " + name + hint(cli)
              : cli.name() + ": unrecognized option '--" + name + "'" + hint(cli),
          exitCode(cli));
    }
    return found;
  }

  private static String version(String command) {
    return command
        + switch (command) {
          case "grep", "egrep", "fgrep" -> " (GNU grep) 3.11";
          case "sed" -> " (GNU sed) 4.9";
          case "tar" -> " (GNU tar) 1.35";
          case "find", "xargs" -> " (GNU findutils) 4.9.0";
          case "diff", "cmp" -> " (GNU diffutils) 3.10";
          case "gzip", "gunzip", "zcat" -> " 1.12";
          case "ps", "top", "free", "uptime", "pgrep", "pkill", "watch" -> " from procps-ng 4.0.4";
          default -> " (GNU coreutils) 9.4";
        };
  }

  private static Usage invalid(Cli cli, char letter) {
    return new Usage(
        cli.busybox()
            ? cli.name() + ": unrecognized option: " + letter + hint(cli)
            : cli.name() + ": invalid option -- '" + letter + "'" + hint(cli),
        exitCode(cli));
  }

  private static String hint(Cli cli) {
    return cli.busybox()
        ? "\nBusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary."
        : "\nTry '" + cli.name() + " --help' for more information.";
  }

  private static int exitCode(Cli cli) {
    return List.of("ls", "grep", "egrep", "sort", "diff", "cmp", "dir").contains(cli.name())
            && !cli.busybox()
        ? 2
        : 1;
  }

  boolean has(char letter) {
    return values.containsKey(letter);
  }

  /// The last one's.
  Optional<String> value(char letter) {
    return has(letter) ? Optional.of(values(letter).getLast()) : Optional.empty();
  }

  List<String> values(char letter) {
    return values.getOrDefault(letter, List.of());
  }

  /// Which of some options was given last.
  Optional<Character> last(String letters) {
    return order.reversed().stream().filter(c -> letters.indexOf(c) >= 0).findFirst();
  }

  List<String> operands() {
    return operands;
  }

  /// The operands, or standard input where there is none.
  List<String> inputs() {
    return operands.isEmpty() ? List.of("-") : operands;
  }
}
