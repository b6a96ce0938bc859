package dev.podium.kubelet.shell;

import dev.podium.kubelet.command.Glob;
import dev.podium.kubelet.shell.Expander.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Expands `$name` and `${…}`.
final class Parameters {
  private final Shell shell;
  private final Expander expander;

  Parameters(Shell shell, Expander expander) {
    this.shell = shell;
    this.expander = expander;
  }

  /// What a parameter stands for.
  ///
  /// @param each whether its values are fields of their own when quoted, as those of `$@`
  private record Value(List<String> values, boolean list, boolean each) {
    static Value of(Optional<String> value) {
      return new Value(value.stream().toList(), false, false);
    }

    boolean isSet() {
      return !values.isEmpty();
    }
  }

  boolean isEmptyList(Word.Parameter parameter) throws InterruptedException {
    boolean list =
        parameter.operator().isEmpty()
            && !parameter.indirect()
            && (parameter.name().equals("@")
                || parameter.subscript().flatMap(Word::plain).filter("@"::equals).isPresent());
    return list && !value(parameter).isSet();
  }

  void expand(Word.Parameter parameter, Fields fields, boolean quoted) throws InterruptedException {
    String operator = parameter.operator();
    Value value = parameter.indirect() ? indirect(parameter) : value(parameter);
    switch (operator) {
      case "bad" ->
          throw new ShellError(badSubstitution(parameter.name()), shell.dialect().failure());
      case "length" -> add(Value.of(Optional.of(length(parameter, value))), fields, quoted);
      case ":-", "-", ":+", "+" -> alternative(parameter, value, fields, quoted);
      case ":=", "=" -> assign(parameter, value, fields, quoted);
      case ":?", "?" -> {
        if (missing(operator, value)) {
          throw new ShellError(complaint(parameter), shell.dialect() == Dialect.BASH ? 127 : 2);
        }
        add(value, fields, quoted);
      }
      default -> {
        if (!value.isSet() && !value.list() && shell.options().has('u')) {
          String text = shell.dialect() == Dialect.BASH ? "unbound variable" : "parameter not set";
          throw new ShellError(
              parameter.name() + ": " + text, shell.dialect() == Dialect.BASH ? 127 : 2);
        }
        add(operator.isEmpty() ? value : transform(parameter, value), fields, quoted);
      }
    }
  }

  private String badSubstitution(String text) {
    return switch (shell.dialect()) {
      case BASH -> "${" + text + "}: bad substitution";
      case ASH -> "syntax error: bad substitution";
      case DASH -> "Bad substitution";
    };
  }

  private Value value(Word.Parameter parameter) throws InterruptedException {
    String name = parameter.name();
    if (name.equals("@") || name.equals("*")) {
      return new Value(shell.positional(), true, name.equals("@"));
    }
    if (parameter.subscript().isEmpty()) {
      return Value.of(shell.parameters().value(name));
    }
    Word subscript = parameter.subscript().get();
    String plain = subscript.plain().orElse("");
    Optional<Variable> variable = shell.variables().find(name);
    if (plain.equals("@") || plain.equals("*")) {
      List<String> values = variable.map(v -> List.copyOf(v.elements().values())).orElse(List.of());
      return new Value(values, true, plain.equals("@"));
    }
    String key = shell.key(name, subscript);
    return Value.of(variable.map(v -> v.elements().get(key)));
  }

  private Value indirect(Word.Parameter parameter) throws InterruptedException {
    String plain = parameter.subscript().flatMap(Word::plain).orElse("");
    if (plain.equals("@") || plain.equals("*")) {
      List<String> keys =
          shell
              .variables()
              .find(parameter.name())
              .map(v -> List.copyOf(v.elements().keySet()))
              .orElse(List.of());
      return new Value(keys, true, plain.equals("@"));
    }
    if (parameter.operator().equals("*") || parameter.operator().equals("@")) {
      List<String> names =
          shell.variables().all().keySet().stream()
              .filter(name -> name.startsWith(parameter.name()))
              .toList();
      return new Value(names, true, parameter.operator().equals("@"));
    }
    return Value.of(
        value(parameter).values().stream().findFirst().flatMap(shell.parameters()::named));
  }

  private void add(Value value, Fields fields, boolean quoted) {
    List<String> values = value.values();
    if (quoted && value.list() && !value.each() || !fields.splits() && value.list()) {
      String separator =
          value.each() || fields.separators().isEmpty() && fields.splits()
              ? value.each() ? " " : ""
              : shell
                  .variables()
                  .value("IFS")
                  .map(s -> s.isEmpty() ? "" : s.substring(0, 1))
                  .orElse(" ");
      String text = String.join(separator, values);
      if (quoted) {
        fields.quoted(text);
      } else {
        fields.plain(text);
      }
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      if (i > 0 && (quoted || fields.isPresent())) {
        fields.end();
      }
      if (quoted) {
        fields.quoted(values.get(i));
      } else {
        fields.split(values.get(i));
      }
    }
  }

  private static boolean missing(String operator, Value value) {
    boolean empty = value.values().stream().allMatch(String::isEmpty);
    return operator.startsWith(":") ? empty : !value.isSet();
  }

  private void alternative(Word.Parameter parameter, Value value, Fields fields, boolean quoted)
      throws InterruptedException {
    boolean missing = missing(parameter.operator(), value);
    if (missing == parameter.operator().endsWith("-")) {
      for (Word.Part part : parameter.operands().getFirst().parts()) {
        if (quoted) {
          expander.quotedPart(part, fields);
        } else {
          expander.part(part, fields, true);
        }
      }
    } else if (!missing && parameter.operator().endsWith("-")) {
      add(value, fields, quoted);
    }
  }

  private void assign(Word.Parameter parameter, Value value, Fields fields, boolean quoted)
      throws InterruptedException {
    if (!missing(parameter.operator(), value)) {
      add(value, fields, quoted);
      return;
    }
    String text = expander.text(parameter.operands().getFirst());
    if (parameter.subscript().isPresent()) {
      shell
          .variables()
          .writable(parameter.name())
          .set(shell.key(parameter.name(), parameter.subscript().get()), text);
    } else {
      shell.variables().assign(parameter.name(), text);
    }
    add(Value.of(Optional.of(text)), fields, quoted);
  }

  private String complaint(Word.Parameter parameter) throws InterruptedException {
    String text = expander.text(parameter.operands().getFirst());
    if (text.isEmpty()) {
      text =
          !parameter.operator().equals(":?")
              ? "parameter not set"
              : shell.dialect() == Dialect.BASH
                  ? "parameter null or not set"
                  : "parameter not set or null";
    }
    return parameter.name() + ": " + text;
  }

  private String length(Word.Parameter parameter, Value value) {
    if (value.list()) {
      return "" + value.values().size();
    }
    if (!value.isSet() && shell.options().has('u')) {
      throw new ShellError(parameter.name() + ": unbound variable", 1);
    }
    String text = value.values().isEmpty() ? "" : value.values().getFirst();
    return "" + text.codePointCount(0, text.length());
  }

  private Value transform(Word.Parameter parameter, Value value) throws InterruptedException {
    if (parameter.operator().equals(":")) {
      return slice(parameter, value);
    }
    if (parameter.indirect()
        && (parameter.operator().equals("@") || parameter.operator().equals("*"))) {
      return value;
    }
    List<String> results = new ArrayList<>();
    for (String text : value.values()) {
      results.add(transform(parameter, text));
    }
    return new Value(results, value.list(), value.each());
  }

  private String transform(Word.Parameter parameter, String text) throws InterruptedException {
    List<Word> operands = parameter.operands();
    String operator = parameter.operator();
    String pattern = expander.pattern(operands.getFirst());
    return switch (operator) {
      case "#", "##" -> withoutPrefix(text, pattern, operator.length() == 2);
      case "%", "%%" -> withoutSuffix(text, pattern, operator.length() == 2);
      case "/", "//", "/#", "/%" ->
          replace(
              text, pattern, operator, operands.size() > 1 ? expander.text(operands.get(1)) : "");
      case "^^" -> text.toUpperCase(Locale.ROOT);
      case ",," -> text.toLowerCase(Locale.ROOT);
      case "^" -> first(text).toUpperCase(Locale.ROOT) + text.substring(first(text).length());
      case "," -> first(text).toLowerCase(Locale.ROOT) + text.substring(first(text).length());
      case "@" ->
          pattern.equals("Q")
              ? Quoting.quote(text)
              : pattern.equals("U")
                  ? text.toUpperCase(Locale.ROOT)
                  : pattern.equals("L") ? text.toLowerCase(Locale.ROOT) : text;
      default -> text;
    };
  }

  private static String first(String text) {
    return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
  }

  private static String withoutPrefix(String text, String pattern, boolean longest) {
    Matcher matcher = Glob.regex(pattern).matcher(text);
    for (int i = 0; i <= text.length(); i++) {
      int end = longest ? text.length() - i : i;
      if (matcher.region(0, end).matches()) {
        return text.substring(end);
      }
    }
    return text;
  }

  private static String withoutSuffix(String text, String pattern, boolean longest) {
    Matcher matcher = Glob.regex(pattern).matcher(text);
    for (int i = 0; i <= text.length(); i++) {
      int begin = longest ? i : text.length() - i;
      if (matcher.region(begin, text.length()).matches()) {
        return text.substring(0, begin);
      }
    }
    return text;
  }

  private static String replace(String text, String pattern, String operator, String with) {
    if (pattern.isEmpty()) {
      return operator.equals("/#") ? with + text : operator.equals("/%") ? text + with : text;
    }
    String regex = Glob.regex(pattern).pattern();
    regex =
        operator.equals("/#")
            ? "^(?:" + regex + ")"
            : operator.equals("/%") ? "(?:" + regex + ")$" : regex;
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
    String replacement = Matcher.quoteReplacement(with);
    return operator.equals("//")
        ? matcher.replaceAll(replacement)
        : matcher.replaceFirst(replacement);
  }

  private Value slice(Word.Parameter parameter, Value value) throws InterruptedException {
    long from = expander.arithmetic(parameter.operands().getFirst());
    Optional<Word> second =
        parameter.operands().size() > 1
            ? Optional.of(parameter.operands().get(1))
            : Optional.empty();
    Optional<Long> count =
        second.isPresent() ? Optional.of(expander.arithmetic(second.get())) : Optional.empty();
    if (value.list()) {
      List<String> values = new ArrayList<>(value.values());
      if (parameter.subscript().isEmpty()) {
        values.addFirst(shell.name());
        if (from == 0 && parameter.operands().isEmpty()) {
          values.removeFirst();
        }
      }
      int begin = (int) Math.clamp(from < 0 ? values.size() + from : from, 0L, values.size());
      int end =
          (int)
              Math.clamp(
                  count.map(n -> begin + n).orElse((long) values.size()), begin, values.size());
      return new Value(values.subList(begin, end), true, value.each());
    }
    String text = value.values().isEmpty() ? "" : value.values().getFirst();
    long begin = from < 0 ? text.length() + from : from;
    if (begin < 0 || begin > text.length()) {
      return Value.of(Optional.of(""));
    }
    long end = count.map(n -> n < 0 ? text.length() + n : begin + n).orElse((long) text.length());
    if (end < begin) {
      throw new ShellError(count.orElse(0L) + ": substring expression < 0", 1);
    }
    return Value.of(Optional.of(text.substring((int) begin, (int) Math.min(end, text.length()))));
  }

  /// The names and values of variables as `set` and `export -p` print them.
  static String listing(Map.Entry<String, Variable> entry, String prefix) {
    return prefix
        + entry.getKey()
        + entry.getValue().value().map(value -> "=" + Quoting.quote(value)).orElse("");
  }
}
