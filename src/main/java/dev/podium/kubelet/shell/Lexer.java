package dev.podium.kubelet.shell;

import java.util.List;
import java.util.Set;

/// What stands between words: blanks, comments, line ends with the here-documents behind them,
/// operators and reserved words.
final class Lexer {
  /// Reserved words that no command begins with.
  private static final Set<String> CLOSING =
      Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}", "in");

  private static final List<String> OPERATORS =
      List.of("&&", "||", ";;", "<<", ">>", ";", "&", "|", "(", ")", "<", ">");

  private static final int LONGEST_KEYWORD = 10;

  private final Source source;
  private final HereDocuments documents;

  Lexer(Source source, HereDocuments documents) {
    this.source = source;
    this.documents = documents;
  }

  void blanks() {
    while (true) {
      char c = source.peek();
      if (c == ' ' || c == '\t' || c == '\r') {
        source.next();
      } else if (source.at("\\\n")) {
        source.accept("\\\n");
      } else if (c == '#') {
        while (!source.atEnd() && source.peek() != '\n') {
          source.next();
        }
      } else {
        return;
      }
    }
  }

  /// Passes over a line's end and reads the here-documents that it was waited for with.
  boolean newline() throws SyntaxError {
    if (source.peek() != '\n') {
      return false;
    }
    source.next();
    documents.read();
    return true;
  }

  void newlines() throws SyntaxError {
    blanks();
    while (newline()) {
      blanks();
    }
  }

  /// The plain characters that come next, up to one that ends a word.
  String keyword() {
    blanks();
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < LONGEST_KEYWORD; i++) {
      char c = source.peek(i);
      if (c == '\0' || WordReader.META.indexOf(c) >= 0) {
        break;
      }
      text.append(c);
    }
    return text.toString();
  }

  /// Passes over a reserved word where it comes next.
  boolean accept(String keyword) {
    return keyword().equals(keyword) && source.accept(keyword);
  }

  /// Whether a reserved word comes next that ends what is around it.
  boolean atClosingKeyword() {
    return CLOSING.contains(keyword());
  }

  /// Whether what comes next ends the list of commands that it follows.
  boolean closes() {
    return source.atEnd()
        || source.peek() == ')'
        || source.at(";;")
        || source.at(";&")
        || atClosingKeyword();
  }

  /// Passes over a reserved word, which may stand on a later line, or over an operator.
  void expect(String what) throws SyntaxError {
    boolean accepted;
    if (Character.isLetter(what.charAt(0)) || what.equals("}")) {
      newlines();
      accepted = accept(what);
    } else {
      blanks();
      accepted = source.accept(what);
    }
    if (!accepted) {
      throw source.atEnd() ? source.endsBefore(what) : unexpected();
    }
  }

  /// What comes next is a mistake.
  SyntaxError unexpected() {
    if (source.atEnd()) {
      return source.endsBefore("");
    }
    if (source.peek() == '\n') {
      return new SyntaxError("newline", source.line(), false);
    }
    for (String operator : OPERATORS) {
      if (source.at(operator)) {
        return new SyntaxError(operator, source.line(), false);
      }
    }
    int from = source.position();
    while (!source.atEnd() && WordReader.META.indexOf(source.peek()) < 0) {
      source.next();
    }
    return new SyntaxError(source.since(from), source.line(), false);
  }
}
