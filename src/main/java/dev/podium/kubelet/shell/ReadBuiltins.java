package dev.podium.kubelet.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builtins that read: `read`, `mapfile`.
final class ReadBuiltins {
  /// Of what an array is filled with.
  private static final int LONGEST = 4 << 20;

  private ReadBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("read", ReadBuiltins::read);
    all.put("mapfile", ReadBuiltins::mapfile);
    all.put("readarray", ReadBuiltins::mapfile);
    all.put("getopts", Getopts::run);
  }

  /// How `read` was called.
  private static final class Call {
    private boolean raw;
    private boolean silent;
    private Optional<String> array = Optional.empty();
    private int delimiter = '\n';
    private int most = Integer.MAX_VALUE;
    private Optional<Double> timeout = Optional.empty();
    private int descriptor;
    private String prompt = "";
    private final List<String> names = new ArrayList<>();

    Call(List<String> words) {
      int i = 1;
      for (; i < words.size() && words.get(i).matches("-[a-zA-Z].*"); i++) {
        String option = words.get(i);
        for (int k = 1; k < option.length(); k++) {
          char letter = option.charAt(k);
          if ("adnNtup".indexOf(letter) < 0) {
            raw |= letter == 'r';
            silent |= letter == 's';
            continue;
          }
          String value = option.substring(k + 1);
          if (value.isEmpty()) {
            value = ++i < words.size() ? words.get(i) : "";
          }
          with(letter, value);
          break;
        }
      }
      names.addAll(words.subList(Math.min(i, words.size()), words.size()));
    }

    private void with(char letter, String value) {
      switch (letter) {
        case 'a' -> array = Optional.of(value);
        case 'd' -> delimiter = value.isEmpty() ? 0 : value.charAt(0);
        case 'n', 'N' -> most = value.matches("\\d{1,6}") ? Integer.parseInt(value) : most;
        case 't' ->
            timeout =
                value.matches("\\d+(\\.\\d+)?")
                    ? Optional.of(Double.parseDouble(value))
                    : Optional.empty();
        case 'u' -> descriptor = value.matches("\\d{1,3}") ? Integer.parseInt(value) : 0;
        default -> prompt = value;
      }
    }
  }

  /// A text of which some characters were escaped.
  private record Line(String text, String escaped, boolean ended) {}

  private static int read(Shell shell, List<String> words)
      throws IOException, InterruptedException {
    Call call = new Call(words);
    boolean terminal = shell.process().terminal().isPresent();
    if (terminal && !call.prompt.isEmpty()) {
      shell.err().write(call.prompt.getBytes(StandardCharsets.UTF_8));
    }
    InputStream in = shell.in(call.descriptor);
    if (call.timeout.isPresent() && !waitForInput(shell, in, call.timeout.get())) {
      return shell.dialect() == Dialect.BASH ? 142 : 1;
    }
    boolean raw = terminal && (call.silent || call.most < Integer.MAX_VALUE);
    Line line;
    try {
      shell.process().terminal().filter(_ -> raw).ifPresent(t -> t.raw(true));
      line = line(in, call);
    } finally {
      shell.process().terminal().filter(_ -> raw).ifPresent(t -> t.raw(false));
    }
    if (raw && call.silent && !call.prompt.isEmpty()) {
      shell.err().flush();
    }
    assign(shell, call, line);
    return line.ended ? 0 : 1;
  }

  private static boolean waitForInput(Shell shell, InputStream in, double seconds)
      throws IOException, InterruptedException {
    long steps = Math.max(1, (long) (seconds * 20));
    for (long i = 0; i < steps; i++) {
      if (in.available() > 0) {
        return true;
      }
      shell.process().sleep(java.time.Duration.ofMillis(50));
    }
    return in.available() > 0;
  }

  private static Line line(InputStream in, Call call) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    int count = 0;
    while (count < call.most) {
      int b = in.read();
      if (b < 0) {
        return line(text, escaped, false);
      }
      if (b == '\r' && call.silent) {
        b = '\n';
      }
      if (b == call.delimiter) {
        return line(text, escaped, true);
      }
      if (b == '\\' && !call.raw) {
        b = in.read();
        if (b < 0) {
          return line(text, escaped, false);
        }
        if (b != '\n') {
          text.write(b);
          escaped.write('x');
        }
        continue;
      }
      text.write(b);
      escaped.write(' ');
      count++;
    }
    return line(text, escaped, true);
  }

  private static Line line(
      ByteArrayOutputStream text, ByteArrayOutputStream escaped, boolean ended) {
    String whole = text.toString(StandardCharsets.UTF_8);
    String marks = escaped.toString(StandardCharsets.ISO_8859_1);
    return new Line(
        whole, marks.length() == whole.length() ? marks : " ".repeat(whole.length()), ended);
  }

  private static void assign(Shell shell, Call call, Line line) {
    String ifs = shell.variables().value("IFS").orElse(" \t\n");
    if (call.array.isPresent()) {
      Variable variable = shell.variables().writable(call.array.get());
      variable.become(Variable.Shape.INDEXED);
      variable.clear();
      List<String> fields = split(line, ifs, Integer.MAX_VALUE);
      for (int i = 0; i < fields.size(); i++) {
        variable.set("" + i, fields.get(i));
      }
      return;
    }
    if (call.names.isEmpty()) {
      shell.variables().assign("REPLY", line.text);
      return;
    }
    List<String> fields = split(line, ifs, call.names.size());
    for (int i = 0; i < call.names.size(); i++) {
      shell.variables().assign(call.names.get(i), i < fields.size() ? fields.get(i) : "");
    }
  }

  /// Splits into fields, the last one of which is all that is left.
  private static List<String> split(Line line, String ifs, int most) {
    String text = line.text;
    List<String> fields = new ArrayList<>();
    int i = skipBlanks(line, 0, ifs);
    while (i < text.length()) {
      if (fields.size() + 1 == most) {
        int end = text.length();
        while (end > i && isBlank(line, end - 1, ifs)) {
          end--;
        }
        fields.add(text.substring(i, end));
        break;
      }
      int begin = i;
      while (i < text.length() && !isSeparator(line, i, ifs)) {
        i++;
      }
      fields.add(text.substring(begin, i));
      i = skipBlanks(line, i, ifs);
      if (i < text.length() && isSeparator(line, i, ifs) && !isBlank(line, i, ifs)) {
        i = skipBlanks(line, i + 1, ifs);
      }
    }
    return fields;
  }

  private static int skipBlanks(Line line, int from, String ifs) {
    int i = from;
    while (i < line.text.length() && isBlank(line, i, ifs)) {
      i++;
    }
    return i;
  }

  private static boolean isSeparator(Line line, int i, String ifs) {
    return line.escaped.charAt(i) == ' ' && ifs.indexOf(line.text.charAt(i)) >= 0;
  }

  private static boolean isBlank(Line line, int i, String ifs) {
    return isSeparator(line, i, ifs) && " \t\n".indexOf(line.text.charAt(i)) >= 0;
  }

  private static int mapfile(Shell shell, List<String> words) throws IOException {
    boolean strip = words.contains("-t");
    String name =
        words.size() > 1 && !words.getLast().startsWith("-") ? words.getLast() : "MAPFILE";
    String text = new String(shell.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
    Variable variable = shell.variables().writable(name);
    variable.become(Variable.Shape.INDEXED);
    variable.clear();
    int index = 0;
    for (int i = 0; i < text.length(); index++) {
      int end = text.indexOf('\n', i);
      int next = end < 0 ? text.length() : end + 1;
      variable.set("" + index, text.substring(i, strip && end >= 0 ? end : next));
      i = next;
    }
    return 0;
  }
}
