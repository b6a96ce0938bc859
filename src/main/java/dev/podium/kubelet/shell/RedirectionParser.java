package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Node.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads redirections.
final class RedirectionParser {
  private static final List<String> OPERATORS =
      List.of("&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">");

  private static final int MOST_DIGITS = 3;

  private final Source source;
  private final Lexer lexer;
  private final WordReader words;
  private final HereDocuments documents;
  private final boolean extended;

  /// @param extended whether there is `&>`
  RedirectionParser(
      Source source, Lexer lexer, WordReader words, HereDocuments documents, boolean extended) {
    this.source = source;
    this.lexer = lexer;
    this.words = words;
    this.documents = documents;
    this.extended = extended;
  }

  /// A command with the redirections that stand behind it.
  Node behind(Node command) throws SyntaxError {
    List<Redirection> redirections = new ArrayList<>();
    lexer.blanks();
    for (Optional<Redirection> next = next(); next.isPresent(); next = next()) {
      redirections.add(next.get());
      lexer.blanks();
    }
    return redirections.isEmpty() ? command : new Node.Redirected(command, redirections);
  }

  /// The next redirection; empty where none begins.
  Optional<Redirection> next() throws SyntaxError {
    int from = source.position();
    int digits = 0;
    while (Character.isDigit(source.peek(digits))) {
      digits++;
    }
    char c = source.peek(digits);
    boolean both = digits == 0 && source.at("&>") && extended;
    boolean substitutes = digits == 0 && words.atSubstitution();
    if (digits > MOST_DIGITS || substitutes || (c != '<' && c != '>' && !both)) {
      return Optional.empty();
    }
    for (int i = 0; i < digits; i++) {
      source.next();
    }
    String number = source.since(from);
    String operator = OPERATORS.stream().filter(source::accept).findFirst().orElseThrow();
    lexer.blanks();
    int descriptor = !number.isEmpty() ? Integer.parseInt(number) : both ? -1 : c == '<' ? 0 : 1;
    Word target = words.word().orElseThrow(lexer::unexpected);
    Optional<Node.HereDocument> document =
        operator.equals("<<") || operator.equals("<<-")
            ? Optional.of(documents.ask(delimiter(target), target.plain().isEmpty(), operator))
            : Optional.empty();
    return Optional.of(new Redirection(descriptor, operator, target, document));
  }

  /// A here-document's delimiter as it is written: nothing in it is expanded.
  private String delimiter(Word word) throws SyntaxError {
    StringBuilder delimiter = new StringBuilder();
    for (Word.Part part : word.parts()) {
      switch (part) {
        case Word.Text text -> delimiter.append(text.text());
        case Word.Quoted(List<Word.Part> parts) ->
            parts.forEach(p -> delimiter.append(p instanceof Word.Text t ? t.text() : ""));
        case Word.Parameter p -> delimiter.append("$").append(p.name());
        case Word.CommandSubstitution _, Word.ProcessSubstitution _, Word.Arithmetic _ ->
            throw lexer.unexpected();
      }
    }
    return delimiter.toString();
  }
}
