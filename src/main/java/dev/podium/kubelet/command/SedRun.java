package dev.podium.kubelet.command;

import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.MemoryExhausted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// One run of a `sed` program over its input.
final class SedRun {
  /// Of what it works on and what it keeps.
  private static final int LONGEST = 4 << 20;

  private static final int MOST_STEPS = 10_000_000;

  /// What [#execute] gives back in place of the next instruction.
  private static final int DELETE = -1;

  private static final int RESTART = -2;
  private static final int END = -3;

  private final Cli cli;
  private final List<SedScript.Instruction> program;
  private final boolean quiet;
  private final SedInput input;
  private final Optional<OutputStream> sink;
  private final Map<String, OutputStream> files = new HashMap<>();
  private final StringBuilder behind = new StringBuilder();
  private final Map<Integer, Long> ranges = new HashMap<>();
  private String pattern = "";
  private String hold = "";
  private boolean substituted;
  private int quit = -1;

  SedRun(
      Cli cli,
      List<SedScript.Instruction> program,
      boolean quiet,
      List<String> paths,
      Optional<OutputStream> sink) {
    this.cli = cli;
    this.program = program;
    this.quiet = quiet;
    this.input = new SedInput(cli, paths);
    this.sink = sink;
  }

  /// @return the exit code
  int process() throws IOException, InterruptedException {
    while (quit < 0) {
      Optional<String> next = input.next();
      if (next.isEmpty()) {
        break;
      }
      pattern = next.get();
      cycle();
    }
    for (OutputStream out : files.values()) {
      out.close();
    }
    return quit >= 0 ? quit : status();
  }

  /// The exit code for what could not be read.
  int status() {
    return input.status();
  }

  private void write(String text) throws IOException {
    if (sink.isPresent()) {
      sink.get().write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      cli.print(text);
    }
  }

  private void cycle() throws IOException, InterruptedException {
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
        if (!selects(instruction, at)) {
          at = instruction.command() == '{' ? instruction.target() : at + 1;
          continue;
        }
        int next = execute(instruction, at);
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
        write(pattern + (input.ended() || !behind.isEmpty() ? "\n" : ""));
      }
      write(behind.toString());
      behind.setLength(0);
    } while (restart && quit < 0);
  }

  private boolean selects(SedScript.Instruction instruction, int at)
      throws IOException, InterruptedException {
    boolean selected;
    if (instruction.to().isEmpty()) {
      selected = instruction.from().isEmpty() || matches(instruction.from().get());
    } else {
      selected = inRange(instruction, at);
    }
    return selected != instruction.negated();
  }

  private boolean inRange(SedScript.Instruction instruction, int at)
      throws IOException, InterruptedException {
    SedScript.Address to = instruction.to().orElseThrow();
    Optional<Long> until = Optional.ofNullable(ranges.get(at));
    if (until.isPresent()) {
      boolean ends = until.get() >= 0 ? input.number() >= until.get() : matches(to);
      if (ends) {
        ranges.remove(at);
      }
      return until.get() < 0 || input.number() <= until.get();
    }
    SedScript.Address from = instruction.from().orElseThrow();
    boolean zero =
        from instanceof SedScript.Address.Line(long line) && line == 0 && input.number() == 1;
    if (!zero && !matches(from)) {
      return false;
    }
    long end =
        switch (to) {
          case SedScript.Address.Line(long line) -> line;
          case SedScript.Address.Plus(long count) -> input.number() + count;
          case SedScript.Address.Step(long _, long step) ->
              (input.number() + step - 1) / step * step;
          case SedScript.Address.Last _, SedScript.Address.Match _ -> -1;
        };
    if (zero && to instanceof SedScript.Address.Match && matches(to)) {
      return true;
    }
    if (end < 0 || end > input.number()) {
      ranges.put(at, end);
    }
    return true;
  }

  private boolean matches(SedScript.Address address) throws IOException, InterruptedException {
    return switch (address) {
      case SedScript.Address.Line(long line) -> input.number() == line;
      case SedScript.Address.Last _ -> input.isLast();
      case SedScript.Address.Match(java.util.regex.Pattern regex) ->
          Regexes.matcher(regex, pattern).find();
      case SedScript.Address.Step(long first, long step) ->
          step == 0
              ? input.number() == first
              : input.number() >= first && (input.number() - first) % step == 0;
      case SedScript.Address.Plus _ -> false;
    };
  }

  private int execute(SedScript.Instruction instruction, int at)
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
      case '=' -> write(input.number() + "\n");
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
        if (input.isLast()) {
          return END;
        }
        if (!quiet) {
          write(pattern + "\n");
        }
        write(behind.toString());
        behind.setLength(0);
        pattern = input.next().orElse("");
      }
      case 'N' -> {
        if (input.isLast()) {
          return END;
        }
        pattern = pattern + "\n" + input.next().orElse("");
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
