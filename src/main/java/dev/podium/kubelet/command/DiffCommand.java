package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// `diff`
final class DiffCommand {
  private static final int LONGEST = 20_000;

  private DiffCommand() {}

  /// A run of lines that differ, as positions in both files.
  private record Change(int leftFrom, int leftTo, int rightFrom, int rightTo) {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "uU:qrNsbBwiaTt",
            "unified=u",
            "brief=q",
            "recursive=r",
            "new-file=N",
            "report-identical-files=s",
            "color=c");
    List<String> paths = opts.operands();
    if (paths.size() != 2) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: diff [-abBdiNqrTstw] FILE1 FILE2"
              : "diff: missing operand after '"
                  + (paths.isEmpty() ? "diff" : paths.getLast())
                  + "'\ndiff: Try 'diff --help' for more information.",
          2);
    }
    return compare(cli, opts, paths.get(0), paths.get(1));
  }

  private static int compare(Cli cli, Opts opts, String left, String right)
      throws IOException, InterruptedException {
    boolean leftDirectory = Paths.isDirectory(cli, left);
    boolean rightDirectory = Paths.isDirectory(cli, right);
    if (leftDirectory && rightDirectory) {
      return directories(cli, opts, left, right);
    }
    String one = leftDirectory ? Paths.join(left, Cli.baseName(right)) : left;
    String other = rightDirectory ? Paths.join(right, Cli.baseName(left)) : right;
    List<String> before;
    List<String> after;
    try {
      before = opts.has('N') && !cli.files().exists(one) ? List.of() : LineCommands.all(cli, one);
      after =
          opts.has('N') && !cli.files().exists(other) ? List.of() : LineCommands.all(cli, other);
    } catch (Errno e) {
      for (String path : List.of(one, other)) {
        if (!path.equals("-") && !cli.files().exists(path)) {
          cli.warn(
              cli.busybox()
                  ? "can't stat '" + path + "': " + Cli.reason(e)
                  : path + ": " + Cli.reason(e));
        }
      }
      return 2;
    }
    if (before.size() > LONGEST || after.size() > LONGEST) {
      cli.complain("podium: diff of files with more than " + LONGEST + " lines is not simulated");
      return 2;
    }
    List<Change> changes = changes(cli, opts, before, after);
    if (changes.isEmpty()) {
      if (opts.has('s')) {
        cli.println("Files " + one + " and " + other + " are identical");
      }
      return 0;
    }
    if (opts.has('q')) {
      cli.println("Files " + one + " and " + other + " differ");
    } else if (opts.has('u') || opts.has('U') || cli.busybox()) {
      int context = opts.value('U').map(Integer::parseInt).orElse(3);
      cli.println("--- " + one + time(cli, one));
      cli.println("+++ " + other + time(cli, other));
      unified(cli, before, after, changes, context);
    } else {
      normal(cli, before, after, changes);
    }
    return 1;
  }

  private static String time(Cli cli, String path) throws IOException {
    if (cli.busybox() || path.equals("-")) {
      return path.equals("-") && !cli.busybox() ? "\t" : "";
    }
    return "\t"
        + Dates.format(
            "%Y-%m-%d %H:%M:%S.%N %z",
            cli.files().stat(path).modified().atZone(java.time.ZoneOffset.UTC));
  }

  private static int directories(Cli cli, Opts opts, String left, String right)
      throws IOException, InterruptedException {
    TreeSet<String> names = new TreeSet<>(cli.files().list(left));
    names.addAll(cli.files().list(right));
    int status = 0;
    for (String name : names) {
      String one = Paths.join(left, name);
      String other = Paths.join(right, name);
      Optional<String> only =
          !cli.files().exists(other)
              ? Optional.of(left)
              : !cli.files().exists(one) ? Optional.of(right) : Optional.empty();
      if (only.isPresent() && !opts.has('N')) {
        cli.println("Only in " + only.get() + ": " + name);
        status = 1;
      } else if (Paths.isDirectory(cli, one) && !opts.has('r')) {
        cli.println("Common subdirectories: " + one + " and " + other);
      } else {
        status = Math.max(status, compare(cli, opts, one, other));
      }
    }
    return status;
  }

  private static String key(Opts opts, String line) {
    String key =
        opts.has('w')
            ? line.replaceAll("\\s+", "")
            : opts.has('b') ? line.replaceAll("\\s+", " ").stripTrailing() : line;
    return opts.has('i') ? key.toLowerCase(java.util.Locale.ROOT) : key;
  }

  /// By the longest common subsequence of what is between the common beginning and end.
  private static List<Change> changes(Cli cli, Opts opts, List<String> before, List<String> after)
      throws InterruptedException {
    List<String> left = before.stream().map(line -> key(opts, line)).toList();
    List<String> right = after.stream().map(line -> key(opts, line)).toList();
    int begin = 0;
    while (begin < Math.min(left.size(), right.size())
        && left.get(begin).equals(right.get(begin))) {
      begin++;
    }
    int leftEnd = left.size();
    int rightEnd = right.size();
    while (leftEnd > begin
        && rightEnd > begin
        && left.get(leftEnd - 1).equals(right.get(rightEnd - 1))) {
      leftEnd--;
      rightEnd--;
    }
    int rows = leftEnd - begin;
    int columns = rightEnd - begin;
    if ((long) rows * columns > 25_000_000L) {
      return List.of(new Change(begin, leftEnd, begin, rightEnd));
    }
    int[][] lengths = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      cli.self().checkpoint();
      for (int k = columns - 1; k >= 0; k--) {
        lengths[i][k] =
            left.get(begin + i).equals(right.get(begin + k))
                ? lengths[i + 1][k + 1] + 1
                : Math.max(lengths[i + 1][k], lengths[i][k + 1]);
      }
    }
    List<Change> changes = new ArrayList<>();
    int i = 0;
    int k = 0;
    while (i < rows || k < columns) {
      if (i < rows && k < columns && left.get(begin + i).equals(right.get(begin + k))) {
        i++;
        k++;
        continue;
      }
      int fromLeft = i;
      int fromRight = k;
      while ((i < rows || k < columns)
          && !(i < rows && k < columns && left.get(begin + i).equals(right.get(begin + k)))) {
        if (k == columns || (i < rows && lengths[i + 1][k] >= lengths[i][k + 1])) {
          i++;
        } else {
          k++;
        }
      }
      changes.add(new Change(begin + fromLeft, begin + i, begin + fromRight, begin + k));
    }
    return changes;
  }

  private static String range(int from, int to) {
    return to - from <= 1 ? "" + Math.max(from + 1, to) : (from + 1) + "," + to;
  }

  private static void normal(Cli cli, List<String> before, List<String> after, List<Change> changes)
      throws IOException {
    for (Change change : changes) {
      boolean adds = change.leftFrom == change.leftTo;
      boolean deletes = change.rightFrom == change.rightTo;
      String left = adds ? "" + change.leftFrom : range(change.leftFrom, change.leftTo);
      String right = deletes ? "" + change.rightFrom : range(change.rightFrom, change.rightTo);
      cli.println(left + (adds ? "a" : deletes ? "d" : "c") + right);
      for (String line : before.subList(change.leftFrom, change.leftTo)) {
        cli.println("< " + line);
      }
      if (!adds && !deletes) {
        cli.println("---");
      }
      for (String line : after.subList(change.rightFrom, change.rightTo)) {
        cli.println("> " + line);
      }
    }
  }

  private static String hunk(int from, int to) {
    int count = to - from;
    return count == 1 ? "" + (from + 1) : (count == 0 ? from : from + 1) + "," + count;
  }

  private static void unified(
      Cli cli, List<String> before, List<String> after, List<Change> changes, int context)
      throws IOException {
    int next = 0;
    while (next < changes.size()) {
      int last = next;
      while (last + 1 < changes.size()
          && changes.get(last + 1).leftFrom - changes.get(last).leftTo <= 2 * context) {
        last++;
      }
      Change first = changes.get(next);
      Change end = changes.get(last);
      int leftFrom = Math.max(0, first.leftFrom - context);
      int rightFrom = Math.max(0, first.rightFrom - context);
      int leftTo = Math.min(before.size(), end.leftTo + context);
      int rightTo = Math.min(after.size(), end.rightTo + context);
      cli.println("@@ -" + hunk(leftFrom, leftTo) + " +" + hunk(rightFrom, rightTo) + " @@");
      int at = leftFrom;
      for (Change change : changes.subList(next, last + 1)) {
        for (String line : before.subList(at, change.leftFrom)) {
          cli.println(" " + line);
        }
        for (String line : before.subList(change.leftFrom, change.leftTo)) {
          cli.println("-" + line);
        }
        for (String line : after.subList(change.rightFrom, change.rightTo)) {
          cli.println("+" + line);
        }
        at = change.leftTo;
      }
      for (String line : before.subList(at, leftTo)) {
        cli.println(" " + line);
      }
      next = last + 1;
    }
  }
}
