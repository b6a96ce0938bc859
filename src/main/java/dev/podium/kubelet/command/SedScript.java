package dev.podium.kubelet.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads sed's language.
final class SedScript {
  private final String text;
  private final boolean extended;
  private final List<Instruction> program = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> jumps = new HashMap<>();
  private final Deque<Integer> open = new ArrayDeque<>();
  private Optional<Pattern> lastRegex = Optional.empty();
  private int at;

  private SedScript(String text, boolean extended) {
    this.text = text;
    this.extended = extended;
  }

  /// Which lines a command is for.
  sealed interface Address {
    record Line(long number) implements Address {}

    record Last() implements Address {}

    record Match(Pattern regex) implements Address {}

    record Step(long first, long step) implements Address {}

    record Plus(long count) implements Address {}
  }

  record Substitution(
      Pattern regex,
      String replacement,
      boolean all,
      int occurrence,
      boolean prints,
      Optional<String> file) {}

  /// @param target where a jump or the end of a block leads, or an exit code
  record Instruction(
      Optional<Address> from,
      Optional<Address> to,
      boolean negated,
      char command,
      String text,
      String more,
      int target,
      Optional<Substitution> substitution) {
    Instruction to(int other) {
      return new Instruction(from, to, negated, command, text, more, other, substitution);
    }
  }

  /// @throws Usage in GNU's words
  static List<Instruction> parse(String text, boolean extended) {
    SedScript script = new SedScript(text, extended);
    script.parse();
    return script.program;
  }

  private Usage error(String what) {
    return new Usage("char " + at + ": " + what, 1);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(peek()) >= 0) {
      at++;
    }
  }

  private void parse() {
    while (true) {
      skip(" \t\n;");
      if (at >= text.length()) {
        break;
      }
      Optional<Address> from = address();
      Optional<Address> to = Optional.empty();
      skip(" \t");
      if (peek() == ',' && from.isPresent()) {
        at++;
        skip(" \t");
        to = address();
        if (to.isEmpty()) {
          throw error("unexpected `,'");
        }
      }
      skip(" \t");
      boolean negated = peek() == '!';
      skip("! \t");
      command(from, to, negated);
    }
    if (!open.isEmpty()) {
      throw new Usage("char 0: unmatched `{'", 1);
    }
    jumps.forEach((index, label) -> {
      Integer target = label.isEmpty() ? Integer.valueOf(-1) : labels.get(label);
      if (target == null) {
        throw new Usage("can't find label for jump to `" + label + "'", 1);
      }
      program.set(index, program.get(index).to(target));
    });
  }

  private Optional<Address> address() {
    char c = peek();
    if (Character.isDigit(c)) {
      long first = number();
      if (peek() == '~') {
        at++;
        return Optional.of(new Address.Step(first, number()));
      }
      return Optional.of(new Address.Line(first));
    }
    if (c == '$') {
      at++;
      return Optional.of(new Address.Last());
    }
    if (c == '+' || c == '~') {
      at++;
      long count = number();
      return Optional.of(
          c == '+' ? new Address.Plus(count) : new Address.Step(0, Math.max(1, count)));
    }
    if (c == '/' || c == '\\') {
      at += c == '\\' ? 1 : 0;
      char delimiter = peek();
      at++;
      String regex = until(delimiter, true);
      boolean ignoreCase = peek() == 'I';
      at += ignoreCase ? 1 : 0;
      return Optional.of(new Address.Match(regex(regex, ignoreCase)));
    }
    return Optional.empty();
  }

  private long number() {
    int begin = at;
    while (Character.isDigit(peek())) {
      at++;
    }
    return begin == at ? 0 : Long.parseLong(text.substring(begin, Math.min(at, begin + 15)));
  }

  private Pattern regex(String regex, boolean ignoreCase) {
    if (regex.isEmpty()) {
      return lastRegex.orElseThrow(() -> error("no previous regular expression"));
    }
    Pattern pattern =
        extended ? Regexes.extended(regex, ignoreCase) : Regexes.basic(regex, ignoreCase);
    lastRegex = Optional.of(pattern);
    return pattern;
  }

  /// Text up to a delimiter, which may be escaped.
  private String until(char delimiter, boolean regex) {
    StringBuilder out = new StringBuilder();
    boolean bracket = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char next = text.charAt(at++);
        if (next == delimiter && delimiter != '\\') {
          out.append(regex && "|+?(){}".indexOf(delimiter) >= 0 ? "\\" : "").append(next);
        } else if (next == 'n' && regex) {
          out.append('\n');
        } else {
          out.append(c).append(next);
        }
        continue;
      }
      if (regex && c == '[' && !bracket) {
        bracket = true;
        out.append(c);
        if (peek() == '^') {
          out.append(text.charAt(at++));
        }
        if (peek() == ']') {
          out.append(text.charAt(at++));
        }
        continue;
      }
      if (bracket && c == ']') {
        bracket = false;
      }
      if (c == delimiter && !bracket) {
        return out.toString();
      }
      out.append(c);
    }
    throw error("unterminated `" + (regex ? "s" : "s") + "' command");
  }

  private void add(
      Optional<Address> from,
      Optional<Address> to,
      boolean negated,
      char command,
      String first,
      String more,
      int target,
      Optional<Substitution> substitution) {
    program.add(new Instruction(from, to, negated, command, first, more, target, substitution));
  }

  private void command(Optional<Address> from, Optional<Address> to, boolean negated) {
    if (at >= text.length()) {
      throw error("missing command");
    }
    char command = text.charAt(at++);
    switch (command) {
      case '#' -> line();
      case ':' -> {
        skip(" \t");
        labels.put(label(), program.size());
      }
      case '{' -> {
        open.push(program.size());
        add(from, to, negated, command, "", "", 0, Optional.empty());
      }
      case '}' -> {
        if (open.isEmpty()) {
          throw error("unexpected `}'");
        }
        int begin = open.pop();
        program.set(begin, program.get(begin).to(program.size()));
        end();
      }
      case 's' -> add(from, to, negated, command, "", "", 0, Optional.of(substitution()));
      case 'y' -> {
        char delimiter = text.charAt(at++);
        String source = plain(until(delimiter, false));
        String target = plain(until(delimiter, false));
        if (source.length() != target.length()) {
          throw error("strings for `y' command are different lengths");
        }
        add(from, to, negated, command, source, target, 0, Optional.empty());
        end();
      }
      case 'a', 'i', 'c' -> add(from, to, negated, command, inserted(), "", 0, Optional.empty());
      case 'b', 't', 'T' -> {
        skip(" \t");
        jumps.put(program.size(), label());
        add(from, to, negated, command, "", "", -1, Optional.empty());
      }
      case 'r', 'w' -> {
        skip(" \t");
        add(from, to, negated, command, line(), "", 0, Optional.empty());
      }
      case 'q', 'Q' -> {
        skip(" \t");
        add(from, to, negated, command, "", "", (int) (number() & 0xff), Optional.empty());
        end();
      }
      case 'd', 'D', 'p', 'P', 'l', '=', 'n', 'N', 'h', 'H', 'g', 'G', 'x', 'z' -> {
        add(from, to, negated, command, "", "", 0, Optional.empty());
        end();
      }
      default -> throw error("unknown command: `" + command + "'");
    }
  }

  private static String plain(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
  }

  private void end() {
    skip(" \t");
    if (at < text.length() && ";\n}#".indexOf(peek()) < 0) {
      at++;
      throw error("extra characters after command");
    }
  }

  private String line() {
    int end = text.indexOf('\n', at);
    String line = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end + 1;
    return line;
  }

  private String label() {
    int begin = at;
    while (at < text.length() && "\n;}".indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(begin, at).strip();
  }

  private String inserted() {
    skip(" \t");
    if (peek() == '\\') {
      at++;
      skip(" \t");
      if (peek() == '\n') {
        at++;
      }
    }
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        break;
      }
      if (c == '\\' && at < text.length()) {
        char next = text.charAt(at++);
        out.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private Substitution substitution() {
    if (at >= text.length()) {
      throw error("unterminated `s' command");
    }
    char delimiter = text.charAt(at++);
    String regex = until(delimiter, true);
    String replacement = until(delimiter, false);
    boolean all = false;
    boolean prints = false;
    boolean ignoreCase = false;
    int occurrence = 1;
    Optional<String> file = Optional.empty();
    while (at < text.length() && ";\n} \t#".indexOf(peek()) < 0) {
      char flag = peek();
      if (Character.isDigit(flag)) {
        occurrence = (int) Math.max(1, number());
        continue;
      }
      at++;
      switch (flag) {
        case 'g' -> all = true;
        case 'p' -> prints = true;
        case 'i', 'I' -> ignoreCase = true;
        case 'm', 'M' -> {}
        case 'w' -> {
          skip(" \t");
          file = Optional.of(line());
        }
        case 'e' -> throw new Usage("char " + at + ": podium: the flag e of s is not simulated", 1);
        default -> throw error("unknown option to `s'");
      }
    }
    return new Substitution(regex(regex, ignoreCase), replacement, all, occurrence, prints, file);
  }

  /// What a replacement gives for a match.
  static String replacement(String replacement, Matcher match) {
    StringBuilder out = new StringBuilder();
    char folding = 'E';
    boolean once = false;
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      String piece;
      if (c == '&') {
        piece = match.group();
      } else if (c == '\\' && i + 1 < replacement.length()) {
        char next = replacement.charAt(++i);
        if ("ULE".indexOf(next) >= 0) {
          folding = next;
          continue;
        }
        if (next == 'u' || next == 'l') {
          folding = next;
          once = true;
          continue;
        }
        piece =
            Character.isDigit(next)
                ? group(match, next - '0')
                : next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next);
      } else {
        piece = String.valueOf(c);
      }
      out.append(folded(piece, folding));
      if (once && !piece.isEmpty()) {
        folding = 'E';
        once = false;
      }
    }
    return out.toString();
  }

  private static String group(Matcher match, int group) {
    String text = group <= match.groupCount() ? match.group(group) : "";
    return text == null ? "" : text;
  }

  private static String folded(String text, char folding) {
    if (text.isEmpty()) {
      return text;
    }
    return switch (folding) {
      case 'U' -> text.toUpperCase(Locale.ROOT);
      case 'L' -> text.toLowerCase(Locale.ROOT);
      case 'u' -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      case 'l' -> text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
      default -> text;
    };
  }
}
