package dev.podium.kubelet.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads compound commands, each by the reserved word or the operator that it begins with.
final class CompoundParser {
  private final Parser parser;
  private final Source source;
  private final Lexer lexer;
  private final WordReader words;
  private final ConditionalParser conditions;

  CompoundParser(Parser parser, Source source, Lexer lexer, WordReader words) {
    this.parser = parser;
    this.source = source;
    this.lexer = lexer;
    this.words = words;
    this.conditions = new ConditionalParser(source, lexer, words);
  }

  /// The next compound command; empty where none begins.
  Optional<Node> command() throws SyntaxError {
    Optional<Node> arithmetic = arithmetic();
    if (arithmetic.isPresent()) {
      return arithmetic;
    }
    if (source.accept("(")) {
      return Optional.of(new Node.Subshell(parser.parenthesized()));
    }
    String keyword = lexer.keyword();
    if (keyword.equals("function") || keyword.equals("[[")) {
      return parser.isExtended() ? Optional.of(extended(keyword)) : Optional.empty();
    }
    boolean begins =
        switch (keyword) {
          case "{", "if", "while", "until", "for", "case" -> source.accept(keyword);
          default -> false;
        };
    if (begins) {
      return Optional.of(behind(keyword));
    }
    if (lexer.atClosingKeyword() && !keyword.equals("in")) {
      throw lexer.unexpected();
    }
    return Optional.empty();
  }

  /// What follows a reserved word.
  private Node behind(String keyword) throws SyntaxError {
    return switch (keyword) {
      case "{" -> group();
      case "if" -> choice();
      case "for" -> loop();
      case "case" -> cases();
      default -> new Node.While(parser.list(), keyword.equals("until"), doGroup());
    };
  }

  private Node extended(String keyword) throws SyntaxError {
    source.accept(keyword);
    return keyword.equals("[[") ? conditional() : function();
  }

  /// `((…))`, unless it turns out to be two subshells.
  private Optional<Node> arithmetic() throws SyntaxError {
    int from = source.position();
    if (!parser.isBash() || !source.accept("((")) {
      return Optional.empty();
    }
    Optional<Word> expression = words.arithmetic();
    if (expression.isEmpty()) {
      source.back(from);
    }
    return expression.map(Node.Arithmetic::new);
  }

  private Node conditional() throws SyntaxError {
    Node.Test test = conditions.either();
    lexer.newlines();
    lexer.expect("]]");
    return new Node.Conditional(test);
  }

  private Node function() throws SyntaxError {
    String name = name();
    lexer.blanks();
    if (source.accept("(")) {
      lexer.expect(")");
    }
    lexer.newlines();
    return new Node.Function(name, parser.command());
  }

  private String name() throws SyntaxError {
    lexer.blanks();
    return words.word().flatMap(Word::plain).orElseThrow(lexer::unexpected);
  }

  private Node group() throws SyntaxError {
    Node body = parser.list();
    lexer.expect("}");
    return body instanceof Node.Sequence ? body : new Node.Sequence(List.of(body));
  }

  private Node doGroup() throws SyntaxError {
    lexer.expect("do");
    Node body = parser.list();
    lexer.expect("done");
    return body;
  }

  private Node choice() throws SyntaxError {
    Node condition = parser.list();
    lexer.expect("then");
    Node then = parser.list();
    lexer.newlines();
    if (lexer.accept("elif")) {
      return new Node.If(condition, then, choice());
    }
    Node otherwise = lexer.accept("else") ? parser.list() : Node.NOTHING;
    lexer.expect("fi");
    return new Node.If(condition, then, otherwise);
  }

  private Node loop() throws SyntaxError {
    lexer.blanks();
    if (parser.isBash() && source.accept("((")) {
      Word begin = words.loopPart(";");
      Word condition = words.loopPart(";");
      Word step = words.loopPart("))");
      lexer.blanks();
      source.accept(";");
      lexer.newlines();
      return new Node.ArithmeticFor(begin, condition, step, body());
    }
    String name = name();
    lexer.newlines();
    Optional<List<Word>> values = lexer.accept("in") ? Optional.of(values()) : Optional.empty();
    lexer.blanks();
    if (source.peek() == ';') {
      source.next();
    } else if (values.isPresent() && source.peek() != '\n') {
      throw lexer.unexpected();
    }
    lexer.newlines();
    return new Node.For(name, values, body());
  }

  private List<Word> values() throws SyntaxError {
    List<Word> values = new ArrayList<>();
    lexer.blanks();
    for (Optional<Word> word = words.word(); word.isPresent(); word = words.word()) {
      values.add(word.get());
      lexer.blanks();
    }
    return values;
  }

  private Node body() throws SyntaxError {
    return parser.isBash() && lexer.accept("{") ? group() : doGroup();
  }

  private Node cases() throws SyntaxError {
    lexer.blanks();
    Word word = words.word().orElseThrow(lexer::unexpected);
    lexer.expect("in");
    List<Node.Branch> branches = new ArrayList<>();
    lexer.newlines();
    while (!lexer.accept("esac")) {
      if (source.atEnd()) {
        throw source.endsBefore("esac");
      }
      branches.add(branch());
      lexer.newlines();
    }
    return new Node.Case(word, branches);
  }

  private Node.Branch branch() throws SyntaxError {
    source.accept("(");
    List<Word> patterns = new ArrayList<>();
    do {
      lexer.blanks();
      patterns.add(words.word().orElseThrow(lexer::unexpected));
      lexer.blanks();
    } while (source.accept("|"));
    lexer.expect(")");
    lexer.newlines();
    boolean empty = source.at(";") || lexer.keyword().equals("esac");
    Node body = empty ? Node.NOTHING : parser.list();
    lexer.newlines();
    return new Node.Branch(patterns, body, branchEnd());
  }

  private Node.BranchEnd branchEnd() throws SyntaxError {
    if (source.accept(";;&")) {
      return Node.BranchEnd.TEST_NEXT;
    }
    if (source.accept(";&")) {
      return Node.BranchEnd.FALL_THROUGH;
    }
    if (!source.accept(";;") && !lexer.keyword().equals("esac")) {
      throw source.atEnd() ? source.endsBefore(";;") : lexer.unexpected();
    }
    return Node.BranchEnd.BREAK;
  }
}
