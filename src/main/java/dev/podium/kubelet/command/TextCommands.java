package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands that pass on what they read, or parts of it.
final class TextCommands {
  private TextCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("cat", TextCommands::cat);
    tools.put("tac", TextCommands::tac);
    tools.put("head", TextCommands::head);
    tools.put("tail", TextCommands::tail);
    tools.put("wc", TextCommands::wc);
    tools.put("tee", TextCommands::tee);
    tools.put("nl", TextCommands::nl);
    tools.put("rev", TextCommands::rev);
    tools.put("yes", TextCommands::yes);
    tools.put("less", TextCommands::cat);
    tools.put("more", TextCommands::cat);
  }

  /// Says why a file could not be read, as `cat` words it.
  static int unreadable(Cli cli, String path, IOException e) throws IOException {
    String reason = Cli.reason(e);
    cli.warn(
        cli.busybox() && !reason.startsWith("Is a")
            ? "can't open '" + path + "': " + reason
            : cli.busybox() ? "read error: " + reason : path + ": " + reason);
    return 1;
  }

  static void copy(Cli cli, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      cli.self().checkpoint();
    }
  }

  private static int cat(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "nbsAeEtTvuRFX",
            "number=n",
            "show-all=A",
            "show-ends=E",
            "squeeze-blank=s",
            "number-nonblank=b",
            "show-tabs=T");
    boolean plain =
        !opts.has('n')
            && !opts.has('b')
            && !opts.has('A')
            && !opts.has('E')
            && !opts.has('e')
            && !opts.has('s')
            && !opts.has('T');
    int status = 0;
    int[] number = {0};
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        if (plain) {
          copy(cli, in, cli.rawOut());
        } else {
          marked(cli, in, opts, number);
        }
      } catch (Errno e) {
        if (e.code() == Errno.Code.EPIPE) {
          throw e;
        }
        status = unreadable(cli, path, e);
      }
    }
    return status;
  }

  private static void marked(Cli cli, InputStream in, Opts opts, int[] number)
      throws IOException, InterruptedException {
    Lines lines = new Lines(cli, in);
    boolean wasEmpty = false;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get();
      if (opts.has('s') && wasEmpty && text.isEmpty()) {
        continue;
      }
      wasEmpty = text.isEmpty();
      if (opts.has('A') || opts.has('T') || opts.has('t')) {
        text = text.replace("\t", "^I");
      }
      if (opts.has('A') || opts.has('v') || opts.has('e')) {
        text = text.replace("\r", "^M").replace("\033", "^[");
      }
      String end = opts.has('A') || opts.has('E') || opts.has('e') ? "$" : "";
      boolean counts = opts.has('b') ? !text.isEmpty() : opts.has('n');
      String prefix = counts ? String.format("%6d\t", ++number[0]) : "";
      cli.print(prefix + text + (lines.ended() ? end + "\n" : ""));
    }
  }

  private static int tac(Cli cli) throws IOException, InterruptedException {
    int status = 0;
    for (String path : Opts.parse(cli, "").inputs()) {
      Deque<String> all = new ArrayDeque<>();
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          cli.holdings().add(Holdings.weight(line.get()));
          all.push(line.get());
        }
      } catch (Errno e) {
        status = unreadable(cli, path, e);
      }
      for (String line : all) {
        cli.println(line);
      }
    }
    return status;
  }

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

  private static int head(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            modern(cli.arguments()),
            true,
            "n:c:qv",
            "lines=n",
            "bytes=c",
            "quiet=q",
            "silent=q",
            "verbose=v");
    boolean bytes = opts.has('c');
    String text = opts.value(bytes ? 'c' : 'n').orElse("10");
    long count = count(cli, text, bytes ? "bytes" : "lines");
    boolean butLast = text.startsWith("-");
    int status = 0;
    boolean first = true;
    List<String> inputs = opts.inputs();
    for (String path : inputs) {
      try (InputStream in = cli.open(path)) {
        first = title(cli, opts, inputs, path, first);
        if (butLast) {
          allButLast(cli, in, count, bytes);
        } else if (bytes) {
          firstBytes(cli, in, count);
        } else {
          firstLines(cli, in, count);
        }
      } catch (Errno e) {
        if (e.code() == Errno.Code.EPIPE) {
          throw e;
        }
        status = cannotOpen(cli, path, e);
      }
    }
    return status;
  }

  private static int cannotOpen(Cli cli, String path, Errno e) throws IOException {
    if (e.code() == Errno.Code.EISDIR) {
      return cli.fail("error reading '" + path + "': Is a directory");
    }
    return cli.fail(
        cli.busybox()
            ? path + ": " + Cli.reason(e)
            : "cannot open '" + path + "' for reading: " + Cli.reason(e));
  }

  private static boolean title(Cli cli, Opts opts, List<String> inputs, String path, boolean first)
      throws IOException {
    if ((inputs.size() > 1 && !opts.has('q')) || opts.has('v')) {
      cli.print(
          (first ? "" : "\n") + "==> " + (path.equals("-") ? "standard input" : path) + " <==\n");
    }
    return false;
  }

  private static void firstLines(Cli cli, InputStream in, long count) throws IOException {
    byte[] buffer = new byte[4096];
    long left = count;
    while (left > 0) {
      if (in.available() == 0) {
        cli.flush();
      }
      int n = in.read(buffer);
      if (n < 0) {
        return;
      }
      int i = 0;
      while (i < n && left > 0) {
        left -= buffer[i++] == '\n' ? 1 : 0;
      }
      cli.write(buffer, 0, i);
    }
  }

  private static void firstBytes(Cli cli, InputStream in, long count)
      throws IOException, InterruptedException {
    byte[] piece = new byte[8192];
    long left = count;
    while (left > 0) {
      int n = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (n < 0) {
        return;
      }
      cli.self().checkpoint();
      cli.write(piece, 0, n);
      left -= n;
    }
  }

  private static void allButLast(Cli cli, InputStream in, long count, boolean bytes)
      throws IOException, InterruptedException {
    if (bytes) {
      byte[] all = cli.all(in);
      cli.write(all, 0, (int) Math.max(0, all.length - count));
      return;
    }
    Deque<String> kept = new ArrayDeque<>();
    Lines lines = new Lines(cli, in);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      kept.add(line.get());
      cli.holdings().add(Holdings.weight(line.get()));
      if (kept.size() > count) {
        cli.holdings().add(-Holdings.weight(kept.element()));
        cli.println(kept.remove());
      }
    }
  }

  private static int tail(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            modern(cli.arguments()),
            true,
            "n:c:fFqvs:",
            "lines=n",
            "bytes=c",
            "follow=f",
            "retry=F",
            "quiet=q",
            "pid=s");
    boolean bytes = opts.has('c');
    String text = opts.value(bytes ? 'c' : 'n').orElse("10");
    long count = count(cli, text, bytes ? "bytes" : "lines");
    int status = 0;
    boolean first = true;
    List<String> inputs = opts.inputs();
    for (String path : inputs) {
      try (InputStream in = cli.open(path)) {
        first = title(cli, opts, inputs, path, first);
        if (path.equals("/dev/null")) {
          continue;
        }
        last(cli, in, count, bytes, text.startsWith("+"));
      } catch (Errno e) {
        if (e.code() == Errno.Code.EPIPE) {
          throw e;
        }
        status = cannotOpen(cli, path, e);
      }
    }
    boolean follows = opts.has('f') || opts.has('F');
    if (follows && (status == 0 || opts.has('F'))) {
      cli.flush();
      follow(cli, inputs, opts.has('F'));
    } else if (follows && !cli.busybox()) {
      cli.warn("no files remaining");
    }
    return status;
  }

  private static void last(Cli cli, InputStream in, long count, boolean bytes, boolean from)
      throws IOException, InterruptedException {
    if (bytes) {
      byte[] all = cli.all(in);
      int begin =
          (int)
              (from
                  ? Math.min(Math.max(0, count - 1), all.length)
                  : Math.max(0, all.length - count));
      cli.write(all, begin, all.length - begin);
      return;
    }
    Lines lines = new Lines(cli, in);
    Deque<String> kept = new ArrayDeque<>();
    long number = 0;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      String whole = line.get() + (lines.ended() ? "\n" : "");
      if (from) {
        if (number >= count) {
          cli.print(whole);
        }
        continue;
      }
      kept.add(whole);
      cli.holdings().add(Holdings.weight(whole));
      if (kept.size() > count) {
        cli.holdings().add(-Holdings.weight(kept.remove()));
      }
    }
    for (String line : kept) {
      cli.print(line);
    }
  }

  /// Shows what files get, and looks for it twice a second.
  private static void follow(Cli cli, List<String> paths, boolean retries)
      throws IOException, InterruptedException {
    List<String> files =
        paths.stream().filter(p -> !p.equals("-") && !p.startsWith("/dev/")).toList();
    if (files.isEmpty()) {
      while (true) {
        cli.self().sleep(Duration.ofDays(365));
      }
    }
    long[] seen = new long[files.size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = size(cli.files(), files.get(i));
    }
    while (true) {
      cli.self().sleep(Duration.ofMillis(500));
      for (int i = 0; i < seen.length; i++) {
        long now = size(cli.files(), files.get(i));
        if (now < seen[i]) {
          if (now >= 0 && !retries) {
            cli.warn(files.get(i) + ": file truncated");
          }
          seen[i] = 0;
        }
        if (now > seen[i]) {
          try (InputStream in = cli.open(files.get(i))) {
            in.skipNBytes(Math.max(0, seen[i]));
            in.transferTo(cli.out());
          }
          seen[i] = now;
          cli.flush();
        }
      }
    }
  }

  private static long size(FileSystem files, String path) {
    try {
      return files.stat(path).size();
    } catch (Errno _) {
      return -1;
    }
  }

  private static int wc(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(cli, "lwcmL", "lines=l", "words=w", "bytes=c", "chars=m", "max-line-length=L");
    boolean all =
        !opts.has('l') && !opts.has('w') && !opts.has('c') && !opts.has('m') && !opts.has('L');
    String columns =
        all
            ? "lwc"
            : (opts.has('l') ? "l" : "")
                + (opts.has('w') ? "w" : "")
                + (opts.has('m') ? "m" : "")
                + (opts.has('c') ? "c" : "")
                + (opts.has('L') ? "L" : "");
    List<long[]> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long[] total = new long[5];
    int status = 0;
    for (String path : opts.inputs()) {
      try (InputStream in = cli.open(path)) {
        long[] row = counts(cli, in);
        for (int i = 0; i < row.length; i++) {
          total[i] = i == 4 ? Math.max(total[i], row[i]) : total[i] + row[i];
        }
        rows.add(row);
        names.add(opts.operands().isEmpty() ? "" : path);
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      }
    }
    if (opts.operands().size() > 1) {
      rows.add(total);
      names.add("total");
    }
    int width =
        cli.busybox() || rows.isEmpty()
            ? 0
            : width(columns, rows, total, opts.operands().isEmpty());
    for (int i = 0; i < rows.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (char column : columns.toCharArray()) {
        long value = rows.get(i)["lwcmL".indexOf(column)];
        String format =
            cli.busybox()
                ? (columns.length() == 1 && rows.size() == 1 ? "%d" : "%9d")
                : "%" + width + "d";
        line.append(line.isEmpty() ? "" : " ").append(String.format(format, value));
      }
      cli.println(line + (names.get(i).isEmpty() ? "" : " " + names.get(i)));
    }
    return status;
  }

  private static int width(String columns, List<long[]> rows, long[] total, boolean pipe) {
    if (columns.length() == 1 && rows.size() == 1) {
      return 1;
    }
    return pipe ? 7 : Long.toString(Math.max(total[2], 1)).length();
  }

  private static long[] counts(Cli cli, InputStream in) throws IOException, InterruptedException {
    long[] counts = new long[5];
    byte[] buffer = new byte[8192];
    boolean inWord = false;
    long column = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      cli.self().checkpoint();
      counts[2] += n;
      for (int i = 0; i < n; i++) {
        byte b = buffer[i];
        boolean blank = b == ' ' || (b >= 9 && b <= 13);
        counts[0] += b == '\n' ? 1 : 0;
        counts[1] += !blank && !inWord ? 1 : 0;
        counts[3] += (b & 0xC0) != 0x80 ? 1 : 0;
        inWord = !blank;
        column = b == '\n' ? 0 : column + 1;
        counts[4] = Math.max(counts[4], column);
      }
    }
    return counts;
  }

  private static int tee(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "aip", "append=a", "ignore-interrupts=i");
    List<OutputStream> outs = new ArrayList<>();
    outs.add(cli.rawOut());
    int status = 0;
    for (String path : opts.operands()) {
      try {
        outs.add(
            cli.create(path, opts.has('a') ? FileSystem.Open.APPEND : FileSystem.Open.TRUNCATE));
      } catch (Errno e) {
        status = cli.fail(path + ": " + Cli.reason(e));
      }
    }
    byte[] buffer = new byte[8192];
    for (int n = cli.in().read(buffer); n >= 0; n = cli.in().read(buffer)) {
      cli.self().checkpoint();
      for (OutputStream out : outs) {
        out.write(buffer, 0, n);
      }
    }
    for (OutputStream out : outs.subList(1, outs.size())) {
      out.close();
    }
    return status;
  }

  private static int nl(Cli cli) throws IOException, InterruptedException {
    Opts opts = Opts.parse(cli, "b:w:s:v:n:i:");
    boolean all = opts.value('b').orElse("t").equals("a");
    long number = Long.parseLong(opts.value('v').orElse("1"));
    String width = opts.value('w').filter(w -> w.matches("\\d{1,3}")).orElse("6");
    for (String path : opts.inputs()) {
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          boolean counts = all || !line.get().isEmpty();
          String prefix =
              counts
                  ? String.format("%" + width + "d", number++) + opts.value('s').orElse("\t")
                  : " ".repeat(Integer.parseInt(width) + 1);
          cli.println(prefix + line.get());
        }
      }
    }
    return 0;
  }

  private static int rev(Cli cli) throws IOException, InterruptedException {
    for (String path : Opts.parse(cli, "").inputs()) {
      try (Lines lines = new Lines(cli, cli.open(path))) {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          cli.print(new StringBuilder(line.get()).reverse() + (lines.ended() ? "\n" : ""));
        }
      }
    }
    return 0;
  }

  private static int yes(Cli cli) throws IOException, InterruptedException {
    String text = cli.arguments().isEmpty() ? "y" : String.join(" ", cli.arguments());
    byte[] block =
        (text + "\n")
            .repeat(Math.max(1, 2048 / (text.length() + 1)))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    OutputStream out = cli.rawOut();
    while (true) {
      cli.self().checkpoint();
      out.write(block);
    }
  }
}
