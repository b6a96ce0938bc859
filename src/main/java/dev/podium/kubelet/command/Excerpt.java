package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What `head` and `tail` have in common: how much to show of which files.
final class Excerpt {
  private Excerpt() {}

  /// Reads `10`, `-5`, `+3`, `2k`.
  static long count(Cli cli, String text, String what) {
    String digits = text.replaceFirst("^[-+]", "");
    long unit = 1;
    if (!digits.isEmpty() && !Character.isDigit(digits.charAt(digits.length() - 1))) {
      unit = Sizes.unit(digits.replaceFirst("^\\d+", ""));
      digits = digits.replaceFirst("\\D+$", "");
    }
    if (!digits.matches("\\d{1,15}") || unit == 0) {
      throw new Usage(
          cli.busybox()
              ? cli.name() + ": invalid number '" + text + "'"
              : cli.name() + ": invalid number of " + what + ": '" + text + "'",
          1);
    }
    return Long.parseLong(digits) * unit;
  }

  /// `-5` for `-n 5`, as everybody writes it.
  static List<String> modern(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    if (!words.isEmpty() && words.getFirst().matches("-\\d+.*")) {
      String digits = words.getFirst().replaceFirst("^-(\\d+).*", "$1");
      String rest = words.getFirst().substring(1 + digits.length());
      words.set(0, "-n" + digits);
      if (!rest.isEmpty()) {
        words.add(1, "-" + rest);
      }
    }
    return words;
  }

  static int cannotOpen(Cli cli, String path, Errno e) throws IOException {
    if (e.code() == Errno.Code.EISDIR) {
      return cli.fail("error reading '" + path + "': Is a directory");
    }
    return cli.fail(
        cli.busybox()
            ? path + ": " + Cli.reason(e)
            : "cannot open '" + path + "' for reading: " + Cli.reason(e));
  }

  static boolean title(Cli cli, Opts opts, List<String> inputs, String path, boolean first)
      throws IOException {
    if ((inputs.size() > 1 && !opts.has('q')) || opts.has('v')) {
      cli.print(
          (first ? "" : "\n") + "==> " + (path.equals("-") ? "standard input" : path) + " <==\n");
    }
    return false;
  }
}
