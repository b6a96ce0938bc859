package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.List;
import java.util.Optional;

/// Reads words: quotes, substitutions of commands, and what begins with a dollar.
final class WordReader {
  static final String META = " \t\n;&|<>()";

  private final Source source;
  private final Parser parser;
  private final ParameterReader parameters;

  WordReader(Source source, Parser parser) {
    this.source = source;
    this.parser = parser;
    this.parameters = new ParameterReader(source, this);
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
    Word word = upTo(META, false);
    return word.parts().isEmpty() ? Optional.empty() : Optional.of(word);
  }

  /// A regular expression behind `=~`, in which parentheses and bars are plain.
  Word expression() throws SyntaxError {
    WordPieces pieces = new WordPieces();
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
  Word upTo(String stops, boolean quoted) throws SyntaxError {
    WordPieces pieces = new WordPieces();
    while (!source.atEnd() && stops.indexOf(source.peek()) < 0) {
      piece(pieces, quoted);
    }
    return new Word(pieces.done());
  }

  private void piece(WordPieces pieces, boolean quoted) throws SyntaxError {
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

  private void escape(WordPieces pieces, boolean quoted) throws SyntaxError {
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
    WordPieces pieces = new WordPieces();
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
    WordPieces pieces = new WordPieces();
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

  private void dollar(WordPieces pieces, boolean quoted) throws SyntaxError {
    char c = source.peek();
    if (c == '{') {
      source.next();
      pieces.add(parameters.braced(quoted));
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
      Optional<Part> parameter = parameters.plain();
      if (parameter.isPresent()) {
        pieces.add(parameter.get());
      } else {
        pieces.add('$', quoted);
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
    WordPieces pieces = new WordPieces();
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
    WordPieces pieces = new WordPieces();
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
}
