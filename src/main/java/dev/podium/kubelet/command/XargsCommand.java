package dev.podium.kubelet.command;

import dev.podium.kubelet.pipe.Nowhere;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `xargs`
final class XargsCommand {
  private static final int LONGEST = 128 * 1024;

  private XargsCommand() {}

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.prefix(
            cli,
            "0rtn:I:L:P:d:s:a:x",
            "null=0",
            "no-run-if-empty=r",
            "max-args=n",
            "replace=I",
            "max-lines=L",
            "max-procs=P",
            "delimiter=d",
            "verbose=t");
    List<String> command = opts.operands().isEmpty() ? List.of("echo") : opts.operands();
    List<String> items = items(cli, opts);
    int status = 0;
    if (opts.has('I')) {
      String mark = opts.value('I').orElse("{}");
      for (String item : items) {
        status =
            worst(
                status, call(cli, opts, command.stream().map(w -> w.replace(mark, item)).toList()));
      }
      return status;
    }
    if (items.isEmpty()) {
      return opts.has('r') ? 0 : call(cli, opts, command);
    }
    int most =
        opts.value('n')
            .or(() -> opts.value('L'))
            .filter(n -> n.matches("[1-9]\\d{0,8}"))
            .map(Integer::parseInt)
            .orElse(Integer.MAX_VALUE);
    List<String> batch = new ArrayList<>();
    int length = 0;
    for (String item : items) {
      if (batch.size() >= most || length + item.length() > LONGEST) {
        status = worst(status, call(cli, opts, Running.with(command, batch)));
        batch.clear();
        length = 0;
      }
      batch.add(item);
      length += item.length() + 1;
    }
    return worst(status, call(cli, opts, Running.with(command, batch)));
  }

  private static int worst(int before, int code) {
    return code == 0 ? before : code == 127 || code == 126 ? code : 123;
  }

  private static int call(Cli cli, Opts opts, List<String> words)
      throws IOException, InterruptedException {
    if (opts.has('t')) {
      cli.complain(String.join(" ", words));
    }
    try {
      return Running.start(
              new Cli(
                  cli.self(),
                  List.of("xargs"),
                  cli.environment(),
                  new Cli.Streams(Nowhere.input(), cli.self().stdout(), cli.err())),
              words)
          .waitFor();
    } catch (dev.podium.kubelet.process.Errno e) {
      cli.warn(
          cli.busybox()
              ? words.getFirst() + ": " + Cli.reason(e)
              : words.getFirst() + ": " + Cli.reason(e));
      return e.code() == dev.podium.kubelet.process.Errno.Code.ENOENT ? 127 : 126;
    }
  }

  private static List<String> items(Cli cli, Opts opts) throws IOException {
    String text =
        new String(
            opts.has('a') ? cli.files().bytes(opts.value('a').orElse("-")) : cli.all(cli.in()),
            StandardCharsets.UTF_8);
    Optional<String> delimiter =
        opts.has('0')
            ? Optional.of("\0")
            : opts.value('d').map(d -> d.equals("\\n") ? "\n" : d.equals("\\t") ? "\t" : d);
    if (delimiter.isPresent()) {
      List<String> items =
          new ArrayList<>(List.of(text.split(java.util.regex.Pattern.quote(delimiter.get()), -1)));
      if (!items.isEmpty() && items.getLast().isEmpty()) {
        items.removeLast();
      }
      return items;
    }
    if (opts.has('I') || opts.has('L')) {
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
    return words(text);
  }

  /// Words as xargs reads them: with quotes and backslashes.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean present = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        int end = text.indexOf(c, i + 1);
        end = end < 0 ? text.length() : end;
        word.append(text, i + 1, end);
        present = true;
        i = end;
      } else if (c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
        present = true;
      } else if (Character.isWhitespace(c)) {
        if (present) {
          words.add(word.toString());
        }
        word.setLength(0);
        present = false;
      } else {
        word.append(c);
        present = true;
      }
    }
    if (present) {
      words.add(word.toString());
    }
    return words;
  }
}
