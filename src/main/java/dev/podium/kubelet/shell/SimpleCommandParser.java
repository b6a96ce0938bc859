package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Node.Assignment;
import dev.podium.kubelet.shell.Node.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads simple commands: assignments, words and redirections as they come; and what turns out to
/// be the definition of a function.
final class SimpleCommandParser {
  private static final Set<String> DECLARING =
      Set.of("declare", "typeset", "local", "export", "readonly");

  private static final int MOST_ALIASES = 10;

  private final Parser parser;
  private final Source source;
  private final Lexer lexer;
  private final WordReader words;
  private final RedirectionParser redirections;

  SimpleCommandParser(
      Parser parser, Source source, Lexer lexer, WordReader words, RedirectionParser redirections) {
    this.parser = parser;
    this.source = source;
    this.lexer = lexer;
    this.words = words;
    this.redirections = redirections;
  }

  /// What has been read of a command.
  ///
  /// @param declared arrays that a declaring command is given
  private record Pieces(
      List<Assignment> assignments,
      List<Word> words,
      List<Assignment> declared,
      List<Redirection> redirections) {
    Pieces() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return words.isEmpty() && assignments.isEmpty() && redirections.isEmpty();
    }

    boolean mayAssign() {
      return words.isEmpty() || words.getFirst().plain().filter(DECLARING::contains).isPresent();
    }

    Node node(int line) {
      Node node = new Node.Simple(assignments, words, line);
      if (!declared.isEmpty()) {
        node = new Node.Sequence(List.of(node, new Node.Simple(declared, List.of(), line)));
      }
      return redirections.isEmpty() ? node : new Node.Redirected(node, redirections);
    }
  }

  Node command(Map<String, String> aliases) throws SyntaxError {
    int line = source.line();
    Pieces pieces = new Pieces();
    expand(aliases);
    while (true) {
      lexer.blanks();
      Optional<Redirection> redirection = redirections.next();
      if (redirection.isPresent()) {
        pieces.redirections.add(redirection.get());
        continue;
      }
      Optional<Word> word = words.word();
      if (word.isEmpty()) {
        break;
      }
      Optional<Assignment> assignment =
          pieces.mayAssign() ? Assignments.of(word.get()) : Optional.empty();
      if (assignment.isPresent()) {
        assign(assignment.get(), word.get(), pieces);
      } else if (pieces.words.isEmpty() && isFunction(word.get())) {
        lexer.newlines();
        return new Node.Function(word.get().plain().orElseThrow(), parser.command());
      } else {
        pieces.words.add(word.get());
      }
    }
    if (pieces.isEmpty()) {
      throw lexer.unexpected();
    }
    return pieces.node(line);
  }

  private void assign(Assignment assignment, Word word, Pieces pieces) throws SyntaxError {
    boolean first = pieces.words.isEmpty();
    if (source.peek() == '(' && parser.isBash()) {
      (first ? pieces.assignments : pieces.declared).add(array(assignment));
      if (!first) {
        pieces.words.add(Word.quoted(assignment.name()));
      }
    } else if (first) {
      pieces.assignments.add(assignment);
    } else {
      pieces.words.add(word);
    }
  }

  /// Puts what an alias stands for in its place.
  private void expand(Map<String, String> aliases) {
    for (int i = 0; i < MOST_ALIASES; i++) {
      String keyword = lexer.keyword();
      String replacement = aliases.get(keyword);
      if (replacement == null) {
        return;
      }
      int from = source.position();
      source.accept(keyword);
      source.replace(from, replacement);
      if (replacement.startsWith(keyword)) {
        return;
      }
    }
  }

  private boolean isFunction(Word word) throws SyntaxError {
    int from = source.position();
    lexer.blanks();
    if (source.peek() != '(') {
      source.back(from);
      return false;
    }
    if (word.plain().isEmpty()) {
      throw lexer.unexpected();
    }
    source.next();
    lexer.expect(")");
    return true;
  }

  private Assignment array(Assignment assignment) throws SyntaxError {
    source.accept("(");
    List<Assignment> elements = new ArrayList<>();
    lexer.newlines();
    while (source.peek() != ')') {
      Word word =
          words
              .word()
              .orElseThrow(() -> source.atEnd() ? source.endsBefore(")") : lexer.unexpected());
      elements.add(
          Assignments.element(word)
              .orElse(new Assignment("", Optional.empty(), false, word, Optional.empty())));
      lexer.newlines();
    }
    source.next();
    return new Assignment(
        assignment.name(),
        Optional.empty(),
        assignment.append(),
        Word.EMPTY,
        Optional.of(elements));
  }
}
