package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// What `head` and `tail` have in common: how much to show of which files.
///
/// @param bytes whether bytes are counted rather than lines
/// @param amount how much, as it was given: with its sign
record Excerpt(Cli cli, Opts opts, boolean bytes, String amount, long count) {
  /// @param letters those that only one of the two has, with `names` for them
  static Excerpt parse(Cli cli, String letters, String... names) {
    List<String> all =
        new ArrayList<>(List.of("lines=n", "bytes=c", "quiet=q", "silent=q", "verbose=v"));
    all.addAll(List.of(names));
    Opts opts =
        Opts.parse(
            cli, modern(cli.arguments()), true, "n:c:qv" + letters, all.toArray(String[]::new));
    boolean bytes = opts.has('c');
    String amount = opts.value(bytes ? 'c' : 'n').orElse("10");
    return new Excerpt(cli, opts, bytes, amount, count(cli, amount, bytes ? "bytes" : "lines"));
  }

  /// Shows a part of one file.
  interface Part {
    void show(InputStream in) throws IOException, InterruptedException;
  }

  /// Shows a part of each file.
  ///
  /// @return the exit code
  int show(Part part) throws IOException, InterruptedException {
    int status = 0;
    boolean first = true;
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        title(path, first);
        first = false;
        part.show(in);
      } catch (Errno e) {
        if (e.code() == Errno.Code.EPIPE) {
          throw e;
        }
        status = cannotOpen(path, e);
      }
    }
    return status;
  }

  /// Whether the amount has this sign.
  boolean begins(String sign) {
    return amount.startsWith(sign);
  }

  /// Reads `10`, `-5`, `+3`, `2k`.
  private static long count(Cli cli, String text, String what) {
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
  private static List<String> modern(List<String> arguments) {
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

  private int cannotOpen(String path, Errno e) throws IOException {
    if (e.code() == Errno.Code.EISDIR) {
      return cli.fail("error reading '" + path + "': Is a directory");
    }
    return cli.fail(
        cli.busybox()
            ? path + ": " + Cli.reason(e)
            : "cannot open '" + path + "' for reading: " + Cli.reason(e));
  }

  private void title(String path, boolean first) throws IOException {
    if ((opts.inputs().size() > 1 && !opts.has('q')) || opts.has('v')) {
      cli.print(
          (first ? "" : "\n") + "==> " + (path.equals("-") ? "standard input" : path) + " <==\n");
    }
  }
}
