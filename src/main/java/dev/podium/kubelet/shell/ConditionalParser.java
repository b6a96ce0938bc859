package dev.podium.kubelet.shell;

import java.util.Set;

/// Reads what is between `[[` and `]]`.
final class ConditionalParser {
  private static final Set<String> BINARY =
      Set.of("==", "=", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef");

  private final Source source;
  private final Lexer lexer;
  private final WordReader words;

  ConditionalParser(Source source, Lexer lexer, WordReader words) {
    this.source = source;
    this.lexer = lexer;
    this.words = words;
  }

  Node.Test either() throws SyntaxError {
    Node.Test left = both();
    lexer.newlines();
    while (source.accept("||")) {
      left = new Node.Test.Either(left, both());
      lexer.newlines();
    }
    return left;
  }

  private Node.Test both() throws SyntaxError {
    Node.Test left = primary();
    lexer.newlines();
    while (source.accept("&&")) {
      left = new Node.Test.Both(left, primary());
      lexer.newlines();
    }
    return left;
  }

  private Node.Test primary() throws SyntaxError {
    lexer.newlines();
    if (lexer.accept("!")) {
      return new Node.Test.Negated(primary());
    }
    if (source.accept("(")) {
      Node.Test inner = either();
      lexer.newlines();
      lexer.expect(")");
      return inner;
    }
    Word first = word();
    String operator = first.plain().orElse("");
    lexer.blanks();
    if (operator.matches("-[a-zA-Z]") && !closes()) {
      return new Node.Test.Unary(operator, word());
    }
    return closes() ? new Node.Test.Unary("-n", first) : binary(first);
  }

  private Word word() throws SyntaxError {
    return words.word().orElseThrow(lexer::unexpected);
  }

  private boolean closes() {
    return source.at("]]")
        || source.at("&&")
        || source.at("||")
        || source.peek() == ')'
        || source.peek() == '\n'
        || source.atEnd();
  }

  private Node.Test binary(Word left) throws SyntaxError {
    String operator = source.accept("<") ? "<" : source.accept(">") ? ">" : lexer.keyword();
    if (BINARY.contains(operator)) {
      source.accept(operator);
    } else if (!operator.equals("<") && !operator.equals(">")) {
      throw lexer.unexpected();
    }
    lexer.blanks();
    Word right = operator.equals("=~") ? words.expression() : word();
    return new Node.Test.Binary(left, operator, right);
  }
}
