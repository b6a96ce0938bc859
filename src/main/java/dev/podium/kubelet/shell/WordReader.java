package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads words: quotes, and what begins with a dollar.
final class WordReader {
  static final String META = " \t\n;&|<>()";

  private final Source source;
  private final Parser parser;

  WordReader(Source source, Parser parser) {
    this.source = source;
    this.parser = parser;
  }

  /// Whether commands begin here that stand for a file.
  boolean atSubstitution() {
    return parser.isBash() && (source.at("<(") || source.at(">("));
  }

  /// The next word; empty where none begins.
  Optional<Word> word() throws SyntaxError {
    if (atSubstitution()) {
      boolean reads = source.accept(">(");
      if (!reads) {
        source.accept("<(");
      }
      return Optional.of(
          new Word(List.of(new Word.ProcessSubstitution(parser.parenthesized(), reads))));
    }
    List<Part> parts = parts(META, false);
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Word(parts));
  }

  /// A regular expression behind `=~`, in which parentheses and bars are plain.
  Word expression() throws SyntaxError {
    Pieces pieces = new Pieces();
    int depth = 0;
    while (!source.atEnd()) {
      char c = source.peek();
      if (c == '\n' || (depth == 0 && (c == ' ' || c == '\t'))) {
        break;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        break;
      }
      piece(pieces, false);
    }
    return new Word(pieces.done());
  }

  /// What stands before one of the characters, which is not passed over.
  ///
  /// @param quoted whether it stands between double quotes
  private List<Part> parts(String stops, boolean quoted) throws SyntaxError {
    Pieces pieces = new Pieces();
    while (!source.atEnd() && stops.indexOf(source.peek()) < 0) {
      piece(pieces, quoted);
    }
    return pieces.done();
  }

  private void piece(Pieces pieces, boolean quoted) throws SyntaxError {
    char c = source.next();
    switch (c) {
      case '\\' -> escape(pieces, quoted);
      case '\'' -> {
        if (quoted) {
          pieces.add(c, false);
        } else {
          pieces.add(new Text(until('\''), true));
        }
      }
      case '"' -> pieces.add(new Word.Quoted(doubleQuoted()));
      case '`' -> pieces.add(backquoted(quoted));
      case '$' -> dollar(pieces, quoted);
      default -> pieces.add(c, false);
    }
  }

  private void escape(Pieces pieces, boolean quoted) throws SyntaxError {
    if (source.atEnd()) {
      if (parser.interactive()) {
        throw source.endsBefore("\\");
      }
      pieces.add('\\', true);
      return;
    }
    char c = source.next();
    if (c == '\n') {
      return;
    }
    if (quoted && "$`\"\\}".indexOf(c) < 0) {
      pieces.add('\\', true);
    }
    pieces.add(c, true);
  }

  private String until(char end) throws SyntaxError {
    int from = source.position();
    while (source.peek() != end) {
      if (source.atEnd()) {
        throw source.endsBefore(String.valueOf(end));
      }
      source.next();
    }
    String text = source.since(from);
    source.next();
    return text;
  }

  /// What is between double quotes, of which the first has been read.
  private List<Part> doubleQuoted() throws SyntaxError {
    Pieces pieces = new Pieces();
    while (source.peek() != '"') {
      if (source.atEnd()) {
        throw source.endsBefore("\"");
      }
      char c = source.next();
      switch (c) {
        case '\\' -> {
          char next = source.next();
          if (next == '\n') {
            continue;
          }
          if ("$`\"\\".indexOf(next) < 0) {
            pieces.add('\\', true);
          }
          pieces.add(next, true);
        }
        case '`' -> pieces.add(backquoted(true));
        case '$' -> dollar(pieces, true);
        default -> pieces.add(c, true);
      }
    }
    source.next();
    return pieces.done();
  }

  /// The lines of a here-document whose delimiter was not quoted.
  static Word document(String text, int line, Parser outer) throws SyntaxError {
    Source source = new Source(text, line);
    WordReader reader = new WordReader(source, outer.on(source));
    Pieces pieces = new Pieces();
    while (!source.atEnd()) {
      char c = source.next();
      switch (c) {
        case '\\' -> {
          char next = source.next();
          if (next == '\n') {
            continue;
          }
          if ("$`\\".indexOf(next) < 0) {
            pieces.add('\\', true);
          }
          pieces.add(next, true);
        }
        case '`' -> pieces.add(reader.backquoted(true));
        case '$' -> reader.dollar(pieces, true);
        default -> pieces.add(c, true);
      }
    }
    return new Word(List.of(new Word.Quoted(pieces.done())));
  }

  private Part backquoted(boolean quoted) throws SyntaxError {
    StringBuilder script = new StringBuilder();
    int line = source.line();
    while (source.peek() != '`') {
      if (source.atEnd()) {
        throw source.endsBefore("`");
      }
      char c = source.next();
      if (c == '\\' && ("$`\\".indexOf(source.peek()) >= 0 || (quoted && source.peek() == '"'))) {
        c = source.next();
      }
      script.append(c);
    }
    source.next();
    return new Word.CommandSubstitution(
        Node.of(parser.on(new Source(script.toString(), line)).all()));
  }

  private void dollar(Pieces pieces, boolean quoted) throws SyntaxError {
    char c = source.peek();
    if (c == '{') {
      source.next();
      pieces.add(braced(quoted));
    } else if (source.at("((")) {
      pieces.add(arithmeticOrCommand());
    } else if (c == '(') {
      source.next();
      pieces.add(new Word.CommandSubstitution(parser.parenthesized()));
    } else if (c == '\'' && !quoted && parser.isExtended()) {
      source.next();
      pieces.add(new Text(Escapes.ansi(untilUnescaped()), true));
    } else if (c == '"' && !quoted) {
      source.next();
      pieces.add(new Word.Quoted(doubleQuoted()));
    } else {
      String name = name();
      if (name.isEmpty()) {
        pieces.add('$', quoted);
      } else {
        pieces.add(plain(name));
      }
    }
  }

  private String untilUnescaped() throws SyntaxError {
    int from = source.position();
    while (source.peek() != '\'') {
      if (source.atEnd()) {
        throw source.endsBefore("'");
      }
      if (source.next() == '\\') {
        source.next();
      }
    }
    String text = source.since(from);
    source.next();
    return text;
  }

  private static Word.Parameter plain(String name) {
    return new Word.Parameter(name, false, Optional.empty(), "", List.of());
  }

  /// The name of a variable, of a positional or of a special parameter.
  private String name() {
    int from = source.position();
    char c = source.peek();
    if (isNameStart(c)) {
      while (isNamePart(source.peek())) {
        source.next();
      }
    } else if (c != '\0' && "0123456789@*#?-$!".indexOf(c) >= 0) {
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

  private Part arithmeticOrCommand() throws SyntaxError {
    int begin = source.position();
    source.accept("((");
    Optional<Word> expression = arithmetic();
    if (expression.isPresent()) {
      return new Word.Arithmetic(expression.get());
    }
    source.back(begin + 1);
    return new Word.CommandSubstitution(parser.parenthesized());
  }

  /// The expression up to `))`, which is passed over; empty where a single `)` says that it is
  /// none.
  Optional<Word> arithmetic() throws SyntaxError {
    Pieces pieces = new Pieces();
    int depth = 0;
    while (true) {
      if (source.atEnd()) {
        throw source.endsBefore("))");
      }
      char c = source.peek();
      if (c == ')' && depth == 0) {
        return source.accept("))") ? Optional.of(new Word(pieces.done())) : Optional.empty();
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      piece(pieces, true);
    }
  }

  /// Up to a `;` or the `))` of a C-style loop.
  Word loopPart(String end) throws SyntaxError {
    Pieces pieces = new Pieces();
    int depth = 0;
    while (!(depth == 0 && source.at(end))) {
      if (source.atEnd()) {
        throw source.endsBefore(end);
      }
      char c = source.peek();
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      piece(pieces, true);
    }
    source.accept(end);
    return new Word(pieces.done());
  }

  private Part braced(boolean quoted) throws SyntaxError {
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
    return isNamePart(c) || "@*#?-$!".indexOf(c) >= 0;
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
    for (String operator :
        List.of(
            ":-", ":=", ":+", ":?", ":", "-", "=", "+", "?", "%%", "%", "##", "#", "//", "/#", "/%",
            "/", "^^", "^", ",,", ",", "@", "*")) {
      if (source.accept(operator)) {
        return operator;
      }
    }
    return "";
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
    List<Part> parts = parts(stops, quoted);
    if (source.atEnd()) {
      throw source.endsBefore(stops);
    }
    return new Word(parts);
  }

  /// Parts as they come, with neighbouring characters put together.
  private static final class Pieces {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean quotes;

    void add(char c, boolean quoted) {
      if (quoted != quotes) {
        flush();
        quotes = quoted;
      }
      text.append(c);
    }

    void add(Part part) {
      flush();
      parts.add(part);
    }

    private void flush() {
      if (!text.isEmpty()) {
        parts.add(new Text(text.toString(), quotes));
        text.setLength(0);
      }
    }

    List<Part> done() {
      flush();
      return parts;
    }
  }
}
