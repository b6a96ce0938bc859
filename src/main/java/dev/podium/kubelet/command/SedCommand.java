package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.MemoryExhausted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// `sed`
final class SedCommand {
  /// Of what it works on and what it keeps.
  private static final int LONGEST = 4 << 20;

  private static final int MOST_STEPS = 10_000_000;

  private final Cli cli;
  private final List<SedScript.Instruction> program;
  private final boolean quiet;
  private final Map<String, OutputStream> files = new HashMap<>();
  private final Deque<String> input = new ArrayDeque<>();
  private final StringBuilder behind = new StringBuilder();
  private final Map<Integer, Long> ranges = new HashMap<>();
  private Optional<Lines> lines = Optional.empty();
  private List<String> paths = List.of();
  private String pattern = "";
  private String hold = "";

  private long number;
  private boolean substituted;
  private int quit = -1;
  private boolean finalNewline = true;
  private int status;
  private Optional<ByteArrayOutputStream> sink = Optional.empty();

  private SedCommand(Cli cli, List<SedScript.Instruction> program, boolean quiet) {
    this.cli = cli;
    this.program = program;
    this.quiet = quiet;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "ne:f:Eri::szu",
            "quiet=n",
            "silent=n",
            "expression=e",
            "file=f",
            "regexp-extended=E",
            "in-place=i",
            "separate=s",
            "null-data=z");
    List<String> operands = new ArrayList<>(opts.operands());
    StringBuilder script = new StringBuilder(String.join("\n", opts.values('e')));
    for (String file : opts.values('f')) {
      script
          .append(script.isEmpty() ? "" : "\n")
          .append(new String(cli.all(cli.open(file)), StandardCharsets.UTF_8));
    }
    if (!opts.has('e') && !opts.has('f')) {
      if (operands.isEmpty()) {
        throw new Usage(
            cli.busybox()
                ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."
                : "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...",
            1);
      }
      script.append(operands.removeFirst());
    }
    List<SedScript.Instruction> program;
    try {
      program = SedScript.parse(script.toString(), opts.has('E') || opts.has('r'));
    } catch (Usage e) {
      return cli.fail(
          cli.busybox()
              ? e.text().replaceFirst("^char \\d+: ", "")
              : "-e expression #1, " + e.text());
    }
    boolean quiet = opts.has('n') || script.toString().startsWith("#n\n");
    SedCommand sed = new SedCommand(cli, program, quiet);
    if (opts.has('i')) {
      return inPlace(cli, program, quiet, operands, opts.value('i').orElse(""));
    }
    sed.paths = operands.isEmpty() ? List.of("-") : operands;
    sed.process();
    return sed.quit >= 0 ? sed.quit : sed.status;
  }

  private static int inPlace(
      Cli cli,
      List<SedScript.Instruction> program,
      boolean quiet,
      List<String> paths,
      String suffix)
      throws IOException, InterruptedException {
    int status = 0;
    for (String path : paths) {
      SedCommand sed = new SedCommand(cli, program, quiet);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      sed.sink = Optional.of(out);
      sed.paths = List.of(path);
      sed.process();
      status = Math.max(status, sed.status);
      if (sed.status == 0) {
        if (!suffix.isEmpty()) {
          try (OutputStream backup =
              cli.files().write(path + suffix, FileSystem.Open.TRUNCATE, 0666)) {
            backup.write(cli.files().bytes(path));
          }
        }
        replace(cli, path, out.toByteArray());
      }
    }
    return status;
  }

  /// As the real one, it writes another file and moves it: which a mounted file does not bear.
  private static void replace(Cli cli, String path, byte[] content) throws IOException {
    String real = cli.files().realPath(path);
    if (cli.files().mounts().stream().anyMatch(mount -> mount.mountPoint().equals(real))) {
      throw new Errno(Errno.Code.EBUSY);
    }
    try (OutputStream out = cli.files().write(path, FileSystem.Open.TRUNCATE, 0666)) {
      out.write(content);
    }
  }

  private void write(String text) throws IOException {
    if (sink.isPresent()) {
      sink.get().write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      cli.print(text);
    }
  }

  private void process() throws IOException, InterruptedException {
    Deque<String> rest = new ArrayDeque<>(paths);
    while (quit < 0) {
      Optional<String> next = next(rest);
      if (next.isEmpty()) {
        break;
      }
      pattern = next.get();
      cycle(rest);
    }
    for (OutputStream out : files.values()) {
      out.close();
    }
  }

  /// The next line, of whichever file has one.
  private Optional<String> next(Deque<String> rest) throws IOException, InterruptedException {
    fill(rest);
    Optional<String> line = Optional.ofNullable(input.poll());
    if (line.isPresent()) {
      number++;
      fill(rest);
      finalNewline = !input.isEmpty() || lines.map(Lines::ended).orElse(lastEnded);
    }
    return line;
  }

  private boolean lastEnded = true;

  private void fill(Deque<String> rest) throws IOException, InterruptedException {
    while (input.isEmpty()) {
      if (lines.isEmpty()) {
        String path = rest.poll();
        if (path == null) {
          return;
        }
        try {
          lines = Optional.of(new Lines(cli, cli.open(path)));
        } catch (Errno e) {
          status = cli.busybox() ? 1 : 2;
          cli.warn(
              cli.busybox()
                  ? path + ": " + Cli.reason(e)
                  : e.code() == Errno.Code.EISDIR
                      ? "couldn't edit " + path + ": not a regular file"
                      : "can't read " + path + ": " + Cli.reason(e));
          continue;
        }
      }
      Optional<String> line = lines.get().next();
      if (line.isPresent()) {
        input.add(line.get());
        lastEnded = lines.get().ended();
        return;
      }
      lines.get().close();
      lines = Optional.empty();
    }
  }

  private boolean isLast(Deque<String> rest) throws IOException, InterruptedException {
    fill(rest);
    return input.isEmpty();
  }

  private void cycle(Deque<String> rest) throws IOException, InterruptedException {
    substituted = false;
    boolean restart;
    do {
      restart = false;
      int at = 0;
      int steps = 0;
      boolean deleted = false;
      while (at < program.size()) {
        if (pattern.length() + hold.length() > LONGEST) {
          throw new MemoryExhausted();
        }
        if (++steps % 1000 == 0) {
          cli.self().checkpoint();
          if (steps > MOST_STEPS) {
            throw new IOException("loops for ever");
          }
        }
        SedScript.Instruction instruction = program.get(at);
        if (!selects(instruction, at, rest)) {
          at = instruction.command() == '{' ? instruction.target() : at + 1;
          continue;
        }
        int next = execute(instruction, at, rest);
        if (next == DELETE || next == RESTART) {
          deleted = true;
          restart = next == RESTART;
          break;
        }
        if (next == END) {
          break;
        }
        at = next;
      }
      if (!deleted && !quiet) {
        write(pattern + (finalNewline || !behind.isEmpty() ? "\n" : ""));
      }
      write(behind.toString());
      behind.setLength(0);
    } while (restart && quit < 0);
  }

  private static final int DELETE = -1;
  private static final int RESTART = -2;
  private static final int END = -3;

  private boolean selects(SedScript.Instruction instruction, int at, Deque<String> rest)
      throws IOException, InterruptedException {
    boolean selected;
    if (instruction.to().isEmpty()) {
      selected = instruction.from().isEmpty() || matches(instruction.from().get(), rest);
    } else {
      selected = inRange(instruction, at, rest);
    }
    return selected != instruction.negated();
  }

  private boolean inRange(SedScript.Instruction instruction, int at, Deque<String> rest)
      throws IOException, InterruptedException {
    SedScript.Address to = instruction.to().orElseThrow();
    Optional<Long> until = Optional.ofNullable(ranges.get(at));
    if (until.isPresent()) {
      boolean ends = until.get() >= 0 ? number >= until.get() : matches(to, rest);
      if (ends) {
        ranges.remove(at);
      }
      return until.get() < 0 || number <= until.get();
    }
    SedScript.Address from = instruction.from().orElseThrow();
    boolean zero = from instanceof SedScript.Address.Line(long line) && line == 0 && number == 1;
    if (!zero && !matches(from, rest)) {
      return false;
    }
    long end =
        switch (to) {
          case SedScript.Address.Line(long line) -> line;
          case SedScript.Address.Plus(long count) -> number + count;
          case SedScript.Address.Step(long _, long step) -> (number + step - 1) / step * step;
          case SedScript.Address.Last _, SedScript.Address.Match _ -> -1;
        };
    if (zero && to instanceof SedScript.Address.Match && matches(to, rest)) {
      return true;
    }
    if (end < 0 || end > number) {
      ranges.put(at, end);
    }
    return true;
  }

  private boolean matches(SedScript.Address address, Deque<String> rest)
      throws IOException, InterruptedException {
    return switch (address) {
      case SedScript.Address.Line(long line) -> number == line;
      case SedScript.Address.Last _ -> isLast(rest);
      case SedScript.Address.Match(java.util.regex.Pattern regex) ->
          Regexes.matcher(regex, pattern).find();
      case SedScript.Address.Step(long first, long step) ->
          step == 0 ? number == first : number >= first && (number - first) % step == 0;
      case SedScript.Address.Plus _ -> false;
    };
  }

  private int execute(SedScript.Instruction instruction, int at, Deque<String> rest)
      throws IOException, InterruptedException {
    switch (instruction.command()) {
      case 's' -> substitute(instruction);
      case 'y' -> {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
          int index = instruction.text().indexOf(c);
          text.append(index < 0 ? c : instruction.more().charAt(index));
        }
        pattern = text.toString();
      }
      case 'd' -> {
        return DELETE;
      }
      case 'D' -> {
        int end = pattern.indexOf('\n');
        if (end < 0) {
          return DELETE;
        }
        pattern = pattern.substring(end + 1);
        return RESTART;
      }
      case 'p' -> write(pattern + "\n");
      case 'P' -> write(pattern.split("\n", 2)[0] + "\n");
      case 'l' -> write(visible(pattern) + "$\n");
      case '=' -> write(number + "\n");
      case 'a' -> behind.append(instruction.text()).append('\n');
      case 'i' -> write(instruction.text() + "\n");
      case 'c' -> {
        boolean range = instruction.to().isPresent() && !instruction.negated();
        if (!range || !ranges.containsKey(at)) {
          write(instruction.text() + "\n");
        }
        return DELETE;
      }
      case 'n' -> {
        if (isLast(rest)) {
          return END;
        }
        if (!quiet) {
          write(pattern + "\n");
        }
        write(behind.toString());
        behind.setLength(0);
        pattern = next(rest).orElse("");
      }
      case 'N' -> {
        if (isLast(rest)) {
          return END;
        }
        pattern = pattern + "\n" + next(rest).orElse("");
      }
      case 'h' -> hold = pattern;
      case 'H' -> hold = hold + "\n" + pattern;
      case 'g' -> pattern = hold;
      case 'G' -> pattern = pattern + "\n" + hold;
      case 'x' -> {
        String swap = pattern;
        pattern = hold;
        hold = swap;
      }
      case 'r' -> {
        if (cli.files().exists(instruction.text())) {
          behind.append(new String(cli.files().bytes(instruction.text()), StandardCharsets.UTF_8));
        }
      }
      case 'w' -> file(instruction.text()).write((pattern + "\n").getBytes(StandardCharsets.UTF_8));
      case 'q', 'Q' -> {
        quit = instruction.target();
        return instruction.command() == 'q' ? END : DELETE;
      }
      case 'b' -> {
        return instruction.target() < 0 ? END : instruction.target();
      }
      case 't', 'T' -> {
        boolean jumps = substituted == (instruction.command() == 't');
        substituted = false;
        if (jumps) {
          return instruction.target() < 0 ? END : instruction.target();
        }
      }
      case 'z' -> pattern = "";
      default -> {}
    }
    return at + 1;
  }

  private static String visible(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private OutputStream file(String path) throws IOException {
    OutputStream out = files.get(path);
    if (out == null) {
      out = cli.create(path, FileSystem.Open.TRUNCATE);
      files.put(path, out);
    }
    return out;
  }

  private void substitute(SedScript.Instruction instruction) throws IOException {
    SedScript.Substitution how = instruction.substitution().orElseThrow();
    Matcher matcher = Regexes.matcher(how.regex(), pattern);
    StringBuilder text = new StringBuilder();
    int from = 0;
    int count = 0;
    boolean changed = false;
    while (matcher.find()) {
      count++;
      if (count < how.occurrence()) {
        continue;
      }
      text.append(pattern, from, matcher.start())
          .append(SedScript.replacement(how.replacement(), matcher));
      from = matcher.end();
      changed = true;
      if (!how.all()) {
        break;
      }
    }
    if (!changed) {
      return;
    }
    pattern = text.append(pattern.substring(from)).toString();
    substituted = true;
    if (how.prints()) {
      write(pattern + "\n");
    }
    if (how.file().isPresent()) {
      file(how.file().get()).write((pattern + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
