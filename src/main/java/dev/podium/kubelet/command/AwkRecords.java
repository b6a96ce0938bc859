package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an awk script reads: the files that it was given, record by record, and the fields of the
/// record at hand.
final class AwkRecords {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL);

  private final Cli cli;
  private final AwkVariables variables;
  private final List<String> arguments;
  private final List<AwkValue> fields = new ArrayList<>();
  private final Map<String, Pattern> patterns = new HashMap<>();
  private String record = "";
  private boolean stale;
  private Optional<Lines> input = Optional.empty();
  private int nextArgument;
  private boolean usedInput;

  /// @param arguments files, and assignments to make between them
  AwkRecords(Cli cli, AwkVariables variables, List<String> arguments) {
    this.cli = cli;
    this.variables = variables;
    this.arguments = arguments;
  }

  static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("\\\\", "\\");
  }

  /// Makes an assignment such as `x=1`, if it is one.
  boolean assign(String text) {
    Matcher matcher = ASSIGNMENT.matcher(text);
    if (matcher.matches()) {
      variables.set(matcher.group(1), AwkValue.read(unescaped(matcher.group(2))));
      return true;
    }
    return false;
  }

  void closeInput() throws IOException {
    if (input.isPresent()) {
      input.get().close();
      input = Optional.empty();
    }
  }

  /// The next record of the files that it was given.
  Optional<String> line() throws IOException, InterruptedException {
    while (true) {
      if (input.isEmpty() && !open()) {
        return Optional.empty();
      }
      Optional<String> line = next(input.orElseThrow());
      if (line.isPresent()) {
        variables.count("NR");
        variables.count("FNR");
        return line;
      }
      closeInput();
    }
  }

  Optional<String> next(Lines lines) throws IOException, InterruptedException {
    if (!variables.text("RS").isEmpty()) {
      return lines.next();
    }
    StringBuilder paragraph = new StringBuilder();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isEmpty()) {
        paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line.get());
      } else if (!paragraph.isEmpty()) {
        break;
      }
    }
    return paragraph.isEmpty() ? Optional.empty() : Optional.of(paragraph.toString());
  }

  private boolean open() throws IOException {
    while (nextArgument < arguments.size()) {
      String argument = arguments.get(nextArgument++);
      if (argument.isEmpty() || assign(argument)) {
        continue;
      }
      usedInput = true;
      try {
        input = Optional.of(lines(argument));
        variables.global("FILENAME", AwkValue.of(argument));
        variables.global("FNR", AwkValue.of(0));
        return true;
      } catch (Errno e) {
        cli.flush();
        cli.complain(
            cli.busybox()
                ? "awk: " + argument + ": " + Cli.reason(e)
                : "awk: cannot open " + argument + " (" + Cli.reason(e) + ")");
        throw new AwkLeave("exit", AwkValue.of(cli.busybox() ? 1 : 2));
      }
    }
    if (usedInput) {
      return false;
    }
    usedInput = true;
    input = Optional.of(lines("-"));
    return true;
  }

  private Lines lines(String path) throws IOException {
    String separator = variables.text("RS");
    return new Lines(cli, cli.open(path), separator.isEmpty() ? '\n' : separator.charAt(0));
  }

  void setRecord(String text) {
    record = text;
    stale = false;
    split(text);
    variables.global("NF", AwkValue.of(fields.size()));
  }

  void split(String text) {
    fields.clear();
    for (String field : split(text, variables.text("FS"))) {
      fields.add(AwkValue.read(field));
    }
  }

  List<String> split(String text, String separator) {
    if (text.isEmpty()) {
      return List.of();
    }
    if (separator.equals(" ")) {
      String plain = text.strip();
      return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }
    if (separator.isEmpty()) {
      return List.of(text.split(""));
    }
    Pattern pattern =
        separator.length() == 1 ? Pattern.compile(Pattern.quote(separator)) : pattern(separator);
    return List.of(pattern.split(text, -1));
  }

  Pattern pattern(String regex) {
    return patterns.computeIfAbsent(regex, r -> Regexes.extended(r, false));
  }

  String record() {
    if (stale) {
      record =
          String.join(
              variables.text("OFS"),
              fields.stream().map(value -> value.toText(variables.text("CONVFMT"))).toList());
      stale = false;
    }
    return record;
  }

  void resize(int count) {
    int wanted = Math.clamp(count, 0, 100_000);
    while (fields.size() > wanted) {
      fields.removeLast();
    }
    while (fields.size() < wanted) {
      fields.add(AwkValue.read(""));
    }
    variables.global("NF", AwkValue.of(wanted));
    stale = true;
  }

  AwkValue field(int index) {
    if (index < 0) {
      throw new Usage("awk: attempt to access field " + index, 2);
    }
    return index == 0
        ? AwkValue.read(record())
        : index <= fields.size() ? fields.get(index - 1) : AwkValue.NOTHING;
  }

  /// Sets a field that is not the whole record.
  void setField(int number, AwkValue value) {
    if (number > fields.size()) {
      resize(number);
    }
    fields.set(number - 1, value);
    stale = true;
  }
}
