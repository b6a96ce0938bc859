package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what expands to a parameter: `$name` and `${…}`.
final class ParameterReader {
  private static final String SPECIAL = "@*#?-$!";

  private static final List<String> OPERATORS =
      List.of(
          ":-", ":=", ":+", ":?", ":", "-", "=", "+", "?", "%%", "%", "##", "#", "//", "/#", "/%",
          "/", "^^", "^", ",,", ",", "@", "*");

  private final Source source;
  private final WordReader words;

  ParameterReader(Source source, WordReader words) {
    this.source = source;
    this.words = words;
  }

  /// `$name`, of which the dollar has been read; empty where it stands for itself.
  Optional<Part> plain() {
    String name = name();
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Word.Parameter(name, false, Optional.empty(), "", List.of()));
  }

  /// The name of a variable, of a positional or of a special parameter.
  private String name() {
    int from = source.position();
    char c = source.peek();
    if (isNameStart(c)) {
      while (isNamePart(source.peek())) {
        source.next();
      }
    } else if (c != '\0' && isParameter(c)) {
      source.next();
    }
    return source.since(from);
  }

  static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  /// `${…}`, of which the beginning has been read.
  ///
  /// @param quoted whether it stands between double quotes
  Part braced(boolean quoted) throws SyntaxError {
    int begin = source.position();
    boolean length = source.peek() == '#' && source.peek(1) != '}' && isParameter(source.peek(1));
    boolean indirect = source.peek() == '!' && isNamePart(source.peek(1));
    if (length || indirect) {
      source.next();
    }
    String name = bracedName();
    Optional<Word> subscript = Optional.empty();
    if (source.peek() == '[' && !name.isEmpty()) {
      source.next();
      subscript = Optional.of(operand("]", true));
      source.next();
    }
    if (source.peek() == '}' && !name.isEmpty()) {
      source.next();
      return new Word.Parameter(name, indirect, subscript, length ? "length" : "", List.of());
    }
    String operator = operator();
    if (name.isEmpty() || operator.isEmpty() || length) {
      while (source.peek() != '}' && !source.atEnd()) {
        source.next();
      }
      String bad = source.since(begin);
      close();
      return new Word.Parameter(bad, false, Optional.empty(), "bad", List.of());
    }
    List<Word> operands = operands(operator, quoted);
    close();
    return new Word.Parameter(name, indirect, subscript, operator, operands);
  }

  private static boolean isParameter(char c) {
    return isNamePart(c) || SPECIAL.indexOf(c) >= 0;
  }

  private String bracedName() {
    if (Character.isDigit(source.peek())) {
      int from = source.position();
      while (Character.isDigit(source.peek())) {
        source.next();
      }
      return source.since(from);
    }
    return name();
  }

  private void close() throws SyntaxError {
    if (source.atEnd()) {
      throw source.endsBefore("}");
    }
    source.next();
  }

  private String operator() {
    return OPERATORS.stream().filter(source::accept).findFirst().orElse("");
  }

  private List<Word> operands(String operator, boolean quoted) throws SyntaxError {
    List<Word> operands = new ArrayList<>();
    boolean pattern = "%#/^,".indexOf(operator.charAt(0)) >= 0;
    if (operator.startsWith("/")) {
      operands.add(operand("/}", false));
      if (source.accept("/")) {
        operands.add(operand("}", quoted));
      }
    } else if (operator.equals(":")) {
      operands.add(operand(":}", true));
      if (source.accept(":")) {
        operands.add(operand("}", true));
      }
    } else {
      operands.add(operand("}", quoted && !pattern));
    }
    return operands;
  }

  private Word operand(String stops, boolean quoted) throws SyntaxError {
    Word operand = words.upTo(stops, quoted);
    if (source.atEnd()) {
      throw source.endsBefore(stops);
    }
    return operand;
  }
}
