package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Commands that work on lines and their fields.
final class LineCommands {
  private LineCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("sort", SortCommand::run);
    tools.put("uniq", LineCommands::uniq);
    tools.put("cut", LineCommands::cut);
    tools.put("tr", LineCommands::tr);
    tools.put("paste", LineCommands::paste);
    tools.put("comm", LineCommands::comm);
    tools.put("shuf", LineCommands::shuf);
    tools.put("fold", LineCommands::fold);
    tools.put("column", LineCommands::column);
    tools.put("join", LineCommands::join);
    tools.put("expand", LineCommands::expand);
  }

  static List<String> all(Cli cli, String path) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    try (Lines lines = new Lines(cli, cli.open(path))) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        cli.holdings().add(Holdings.weight(line.get()));
        all.add(line.get());
      }
    }
    return all;
  }

  private static int uniq(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "cduif:s:w:", "count=c", "repeated=d", "unique=u", "ignore-case=i");
    String input = opts.operands().isEmpty() ? "-" : opts.operands().getFirst();
    try (Lines lines = new Lines(cli, cli.open(input))) {
      Optional<String> group = Optional.empty();
      long count = 0;
      for (Optional<String> line = lines.next(); ; line = lines.next()) {
        if (line.isPresent()
            && group.isPresent()
            && key(opts, line.get()).equals(key(opts, group.get()))) {
          count++;
          continue;
        }
        if (group.isPresent() && (!opts.has('d') || count > 1) && (!opts.has('u') || count == 1)) {
          cli.println((opts.has('c') ? String.format("%7d ", count) : "") + group.get());
        }
        group = line;
        count = 1;
        if (line.isEmpty()) {
          return 0;
        }
      }
    } catch (Errno e) {
      return cli.fail(input + ": " + Cli.reason(e));
    }
  }

  private static String key(Opts opts, String line) {
    String key = line;
    int fields = opts.value('f').map(Integer::parseInt).orElse(0);
    if (fields > 0) {
      key = key.replaceFirst("^(\\s*\\S+){0," + fields + "}", "");
    }
    key = key.substring(Math.min(key.length(), opts.value('s').map(Integer::parseInt).orElse(0)));
    key =
        key.substring(
            0,
            Math.min(
                key.length(), opts.value('w').map(Integer::parseInt).orElse(Integer.MAX_VALUE)));
    return opts.has('i') ? key.toLowerCase(java.util.Locale.ROOT) : key;
  }

  /// Which positions a list such as `1,3-5,7-` names, counted from 1.
  static BitSet ranges(Cli cli, String list, int most) {
    BitSet set = new BitSet();
    for (String range : list.split("[, ]")) {
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("(\\d*)(-?)(\\d*)").matcher(range);
      if (!matcher.matches() || range.equals("-") || range.isEmpty()) {
        throw new Usage(
            cli.name()
                + (cli.busybox()
                    ? ": invalid range " + range
                    : ": invalid field range '" + range + "'"),
            1);
      }
      int from = matcher.group(1).isEmpty() ? 1 : Integer.parseInt(matcher.group(1));
      int to =
          matcher.group(2).isEmpty()
              ? from
              : matcher.group(3).isEmpty() ? most : Integer.parseInt(matcher.group(3));
      if (from == 0) {
        throw new Usage(
            "cut: fields are numbered from 1\nTry 'cut --help' for more information.", 1);
      }
      if (from <= to) {
        set.set(from, Math.min(to, most) + 1);
      }
    }
    return set;
  }

  private static int cut(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "d:f:c:b:sn",
            "delimiter=d",
            "fields=f",
            "characters=c",
            "bytes=b",
            "only-delimited=s",
            "output-delimiter=O",
            "complement=C");
    Optional<String> list = opts.value('f').or(() -> opts.value('c')).or(() -> opts.value('b'));
    if (list.isEmpty()) {
      throw new Usage(
          "cut: you must specify a list of bytes, characters, or fields"
              + (cli.busybox() ? "" : "\nTry 'cut --help' for more information."),
          1);
    }
    String delimiter = opts.value('d').orElse("\t");
    if (delimiter.length() > 1) {
      throw new Usage(
          "cut: the delimiter must be a single character"
              + (cli.busybox() ? "" : "\nTry 'cut --help' for more information."),
          1);
    }
    int status = 0;
    for (String path : opts.inputs()) {
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          cut(cli, opts, list.get(), delimiter, line.get());
        }
      } catch (Errno e) {
        status = cli.fail((path + ": ") + Cli.reason(e));
      }
    }
    return status;
  }

  private static void cut(Cli cli, Opts opts, String list, String delimiter, String line)
      throws IOException {
    if (!opts.has('f')) {
      BitSet wanted = ranges(cli, list, line.length());
      StringBuilder kept = new StringBuilder();
      wanted.stream().filter(i -> i <= line.length()).forEach(i -> kept.append(line.charAt(i - 1)));
      cli.println(kept.toString());
      return;
    }
    if (!line.contains(delimiter)) {
      if (!opts.has('s')) {
        cli.println(line);
      }
      return;
    }
    String[] fields = line.split(java.util.regex.Pattern.quote(delimiter), -1);
    List<String> kept = new ArrayList<>();
    ranges(cli, list, fields.length).stream()
        .filter(i -> i <= fields.length)
        .forEach(i -> kept.add(fields[i - 1]));
    cli.println(String.join(delimiter, kept));
  }

  private static int tr(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.prefix(cli, "dscCt", "delete=d", "squeeze-repeats=s", "complement=c");
    if (opts.operands().isEmpty()) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 multi-call binary.\n\nUsage: tr [-cds] STRING1 [STRING2]"
              : "tr: missing operand\nTry 'tr --help' for more information.",
          1);
    }
    Translation translation = new Translation(opts);
    byte[] buffer = new byte[8192];
    InputStream in = cli.in();
    int last = -1;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      cli.self().checkpoint();
      for (int i = 0; i < n; i++) {
        int b = translation.translate(buffer[i] & 0xff);
        if (b >= 0 && !(b == last && translation.squeezes(b))) {
          cli.write(b);
          last = b;
        }
      }
      if (in.available() == 0) {
        cli.flush();
      }
    }
    return 0;
  }

  private static int paste(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "d:s", "delimiters=d", "serial=s");
    String delimiters = opts.value('d').orElse("\t").replace("\\n", "\n").replace("\\t", "\t");
    List<List<String>> files = new ArrayList<>();
    for (String path : opts.inputs()) {
      files.add(all(cli, path));
    }
    if (opts.has('s')) {
      for (List<String> lines : files) {
        cli.println(joined(lines, delimiters));
      }
      return 0;
    }
    if (files.size() > 1 && opts.operands().stream().allMatch("-"::equals)) {
      List<String> lines = files.getFirst();
      for (int i = 0; i < lines.size(); i += files.size()) {
        List<String> row = new ArrayList<>();
        for (int k = i; k < i + files.size(); k++) {
          row.add(k < lines.size() ? lines.get(k) : "");
        }
        cli.println(joined(row, delimiters));
      }
      return 0;
    }
    int rows = files.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < rows; i++) {
      List<String> row = new ArrayList<>();
      for (List<String> lines : files) {
        row.add(i < lines.size() ? lines.get(i) : "");
      }
      cli.println(joined(row, delimiters));
    }
    return 0;
  }

  private static String joined(List<String> texts, String delimiters) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0 && !delimiters.isEmpty()) {
        line.append(delimiters.charAt((i - 1) % delimiters.length()));
      }
      line.append(texts.get(i));
    }
    return line.toString();
  }

  private static int comm(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "123");
    if (opts.operands().size() != 2) {
      throw new Usage("comm: missing operand\nTry 'comm --help' for more information.", 1);
    }
    List<String> left = all(cli, opts.operands().get(0));
    List<String> right = all(cli, opts.operands().get(1));
    int i = 0;
    int k = 0;
    while (i < left.size() || k < right.size()) {
      int order =
          i == left.size() ? 1 : k == right.size() ? -1 : left.get(i).compareTo(right.get(k));
      if (order < 0) {
        column(cli, opts, '1', "", left.get(i++));
      } else if (order > 0) {
        column(cli, opts, '2', opts.has('1') ? "" : "\t", right.get(k++));
      } else {
        column(
            cli,
            opts,
            '3',
            (opts.has('1') ? "" : "\t") + (opts.has('2') ? "" : "\t"),
            left.get(i++));
        k++;
      }
    }
    return 0;
  }

  private static void column(Cli cli, Opts opts, char column, String indent, String text)
      throws IOException {
    if (!opts.has(column)) {
      cli.println(indent + text);
    }
  }

  private static int shuf(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "n:i:e", "head-count=n", "input-range=i", "echo=e");
    List<String> lines = new ArrayList<>();
    if (opts.has('i')) {
      String[] range = opts.value('i').orElse("").split("-", 2);
      for (long v = Long.parseLong(range[0]);
          v <= Long.parseLong(range[1]) && lines.size() < 1_000_000;
          v++) {
        lines.add("" + v);
      }
    } else {
      lines.addAll(opts.has('e') ? opts.operands() : all(cli, opts.inputs().getFirst()));
    }
    Collections.shuffle(lines, ThreadLocalRandom.current());
    int most = opts.value('n').map(Integer::parseInt).orElse(lines.size());
    for (String line : lines.subList(0, Math.min(most, lines.size()))) {
      cli.println(line);
    }
    return 0;
  }

  private static int fold(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "w:sb", "width=w", "spaces=s");
    int width = Integer.parseInt(opts.value('w').orElse("80"));
    for (String path : opts.inputs()) {
      for (String line : all(cli, path)) {
        String rest = line;
        while (rest.length() > width) {
          int at = opts.has('s') ? rest.lastIndexOf(' ', width - 1) + 1 : width;
          at = at <= 0 ? width : at;
          cli.println(rest.substring(0, at));
          rest = rest.substring(at);
        }
        cli.println(rest);
      }
    }
    return 0;
  }

  private static int column(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "ts:o:", "table=t", "separator=s");
    List<String[]> rows = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (String path : opts.inputs()) {
      for (String line : all(cli, path)) {
        String[] cells =
            opts.has('s')
                ? line.split(java.util.regex.Pattern.quote(opts.value('s').orElse(" ")))
                : line.strip().split("\\s+");
        rows.add(cells);
        for (int i = 0; i < cells.length; i++) {
          if (i == widths.size()) {
            widths.add(0);
          }
          widths.set(i, Math.max(widths.get(i), cells[i].length()));
        }
      }
    }
    for (String[] cells : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.length; i++) {
        line.append(cells[i])
            .append(i + 1 < cells.length ? " ".repeat(widths.get(i) - cells[i].length() + 2) : "");
      }
      cli.println(line.toString());
    }
    return 0;
  }

  private static int join(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "t:1:2:");
    String separator = opts.value('t').orElse(" ");
    List<String> right = all(cli, opts.operands().get(1));
    for (String line : all(cli, opts.operands().get(0))) {
      String key = line.split(java.util.regex.Pattern.quote(separator), 2)[0];
      for (String other : right) {
        String[] fields = other.split(java.util.regex.Pattern.quote(separator), 2);
        if (fields[0].equals(key)) {
          cli.println(line + (fields.length > 1 ? separator + fields[1] : ""));
        }
      }
    }
    return 0;
  }

  private static int expand(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "t:i", "tabs=t");
    int width = Integer.parseInt(opts.value('t').orElse("8"));
    for (String path : opts.inputs()) {
      for (String line : all(cli, path)) {
        StringBuilder text = new StringBuilder();
        for (char c : line.toCharArray()) {
          text.append(c == '\t' ? " ".repeat(width - text.length() % width) : String.valueOf(c));
        }
        cli.println(text.toString());
      }
    }
    return 0;
  }
}
