package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `grep`, `egrep`, `fgrep`
final class GrepCommand {
  private final Cli cli;
  private final Opts opts;
  private final Pattern pattern;
  private final boolean names;
  private final long most;
  private final int before;
  private final int after;
  private boolean found;
  private boolean failed;

  private GrepCommand(Cli cli, Opts opts, Pattern pattern, boolean names) {
    this.cli = cli;
    this.opts = opts;
    this.pattern = pattern;
    this.names = names;
    this.most = opts.value('m').map(Long::parseLong).orElse(Long.MAX_VALUE);
    Optional<String> context = opts.value('C');
    this.before = opts.value('B').or(() -> context).map(Integer::parseInt).orElse(0);
    this.after = opts.value('A').or(() -> context).map(Integer::parseInt).orElse(0);
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "EFGPe:f:ivwxclLqsnHhorRm:A:B:C:baz:IUu::yY:Z:",
            "extended-regexp=E",
            "fixed-strings=F",
            "basic-regexp=G",
            "perl-regexp=P",
            "regexp=e",
            "file=f",
            "ignore-case=i",
            "invert-match=v",
            "word-regexp=w",
            "line-regexp=x",
            "count=c",
            "files-with-matches=l",
            "files-without-match=L",
            "quiet=q",
            "silent=q",
            "no-messages=s",
            "line-number=n",
            "with-filename=H",
            "no-filename=h",
            "only-matching=o",
            "recursive=r",
            "max-count=m",
            "after-context=A",
            "before-context=B",
            "context=C",
            "color=u",
            "colour=u",
            "text=a",
            "line-buffered=U",
            "include=Y",
            "exclude=Z",
            "exclude-dir=z");
    List<String> operands = new ArrayList<>(opts.operands());
    List<String> patterns = new ArrayList<>(opts.values('e'));
    for (String file : opts.values('f')) {
      patterns.addAll(new String(cli.all(cli.open(file)), StandardCharsets.UTF_8).lines().toList());
    }
    if (patterns.isEmpty() && !opts.has('f')) {
      if (operands.isEmpty()) {
        throw new Usage(
            cli.busybox()
                ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]..."
                : "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.",
            2);
      }
      patterns.addAll(List.of(operands.removeFirst().split("\n", -1)));
    }
    boolean recursive = opts.has('r') || opts.has('R');
    if (operands.isEmpty()) {
      operands.add(recursive ? "." : "-");
    }
    boolean names = !opts.has('h') && (opts.has('H') || operands.size() > 1 || recursive);
    GrepCommand grep;
    try {
      grep = new GrepCommand(cli, opts, compile(cli, opts, patterns), names);
    } catch (Usage e) {
      cli.warn(e.text());
      return 2;
    }
    for (String path : operands) {
      grep.path(path, recursive, operands.size() == 1 && opts.operands().size() <= 1);
      if (grep.found && opts.has('q')) {
        break;
      }
    }
    return grep.failed && !(grep.found && opts.has('q')) ? 2 : grep.found ? 0 : 1;
  }

  private static Pattern compile(Cli cli, Opts opts, List<String> patterns) {
    boolean fixed = opts.has('F') || cli.name().equals("fgrep");
    boolean extended = opts.has('E') || cli.name().equals("egrep");
    List<String> all = new ArrayList<>();
    for (String text : patterns) {
      String regex =
          fixed ? Pattern.quote(text) : opts.has('P') ? text : Regexes.translate(text, !extended);
      if (opts.has('w')) {
        regex = "(?<!\\w)(?:" + regex + ")(?!\\w)";
      }
      all.add(opts.has('x') ? "^(?:" + regex + ")$" : regex);
    }
    int flags =
        opts.has('i') || opts.has('y') ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      return all.isEmpty()
          ? Pattern.compile("(?!)")
          : Pattern.compile(String.join("|", all), flags);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new Usage(
          String.valueOf(e.getMessage()).contains("Unclosed group")
              ? "Unmatched ( or \\("
              : "Invalid regular expression",
          2);
    }
  }

  private void path(String path, boolean recursive, boolean implicit)
      throws IOException, InterruptedException {
    try {
      if (!path.equals("-") && cli.files().stat(path).type() == Type.DIRECTORY) {
        if (!recursive) {
          cli.warn(path + ": Is a directory");
          failed |= cli.busybox();
          return;
        }
        for (String name : cli.files().list(path)) {
          String below = implicit && path.equals(".") ? name : Paths.join(path, name);
          if (wanted(name, below)) {
            path(below, true, false);
          }
        }
        return;
      }
      try (Lines lines = new Lines(cli, cli.open(path))) {
        file(path.equals("-") ? "(standard input)" : path, lines);
      }
    } catch (Errno e) {
      if (e.code() == Errno.Code.EPIPE) {
        throw e;
      }
      failed = true;
      if (!opts.has('s')) {
        cli.warn(path + ": " + Cli.reason(e));
      }
    }
  }

  private boolean wanted(String name, String path) {
    boolean directory = Paths.isDirectory(cli, path);
    if (directory) {
      return opts.values('z').stream().noneMatch(glob -> Glob.matches(glob, name));
    }
    return (!opts.has('Y') || opts.values('Y').stream().anyMatch(glob -> Glob.matches(glob, name)))
        && opts.values('Z').stream().noneMatch(glob -> Glob.matches(glob, name));
  }

  private void file(String path, Lines lines) throws IOException, InterruptedException {
    boolean quiet = opts.has('q') || opts.has('l') || opts.has('L') || opts.has('c');
    Deque<String> earlier = new ArrayDeque<>();
    long count = 0;
    long number = 0;
    long lastShown = 0;
    long showUntil = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      Matcher matcher = Regexes.matcher(pattern, line.get());
      if (matcher.find() != opts.has('v')) {
        found = true;
        count++;
        if (opts.has('q') || opts.has('l')) {
          break;
        }
        if (!quiet) {
          if (lastShown > 0
              && (before > 0 || after > 0)
              && number - earlier.size() > lastShown + 1) {
            cli.println("--");
          }
          long earlierNumber = number - earlier.size();
          for (String text : earlier) {
            show(path, earlierNumber++, '-', text);
          }
          earlier.clear();
          match(path, number, line.get(), matcher);
          lastShown = number;
          showUntil = number + after;
        }
        if (count == most) {
          break;
        }
      } else if (!quiet && number <= showUntil) {
        show(path, number, '-', line.get());
        lastShown = number;
      } else if (before > 0) {
        earlier.add(line.get());
        cli.holdings().add(Holdings.weight(line.get()));
        if (earlier.size() > before) {
          cli.holdings().add(-Holdings.weight(earlier.remove()));
        }
      }
    }
    if (opts.has('c') && !opts.has('q')) {
      cli.println((names ? path + ":" : "") + count);
    }
    if (opts.has('l') && count > 0 || opts.has('L') && count == 0) {
      cli.println(path);
    }
  }

  private boolean colours() {
    return opts.value('u')
        .filter(v -> v.equals("always") || v.equals("auto") && cli.onTerminal())
        .isPresent();
  }

  private void match(String path, long number, String line, Matcher matcher) throws IOException {
    if (!opts.has('o')) {
      show(
          path,
          number,
          ':',
          opts.has('v') || !colours()
              ? line
              : matcher
                  .reset()
                  .replaceAll(m ->
                      m.group().isEmpty()
                          ? ""
                          : "\033[01;31m\033[K"
                              + Matcher.quoteReplacement(m.group())
                              + "\033[m\033[K"));
      return;
    }
    if (opts.has('v')) {
      return;
    }
    matcher.reset();
    while (matcher.find()) {
      if (!matcher.group().isEmpty()) {
        show(path, number, ':', matcher.group());
      }
    }
  }

  private void show(String path, long number, char separator, String text) throws IOException {
    cli.println(
        (names ? path + separator : "") + (opts.has('n') ? "" + number + separator : "") + text);
  }
}
