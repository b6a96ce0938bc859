package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Node.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the shell's language, one complete command after the other, as a shell does: what stands
/// before a mistake is run. Here are lists and pipelines; what they are made of is read by parsers
/// of their own.
final class Parser {
  private static final int DEEPEST = 200;

  private final Source source;
  private final Dialect dialect;
  private final Map<String, String> aliases;
  private final boolean interactive;
  private final Lexer lexer;
  private final RedirectionParser redirections;
  private final CompoundParser compounds;
  private final SimpleCommandParser simples;
  private int depth;

  /// @param interactive whether more may be typed where something is not complete
  Parser(Source source, Dialect dialect, Map<String, String> aliases, boolean interactive) {
    this.source = source;
    this.dialect = dialect;
    this.aliases = aliases;
    this.interactive = interactive;
    HereDocuments documents = new HereDocuments(source, this);
    WordReader words = new WordReader(source, this);
    this.lexer = new Lexer(source, documents);
    this.redirections =
        new RedirectionParser(source, lexer, words, documents, dialect != Dialect.DASH);
    this.compounds = new CompoundParser(this, source, lexer, words);
    this.simples = new SimpleCommandParser(this, source, lexer, words, redirections);
  }

  /// The same for another text.
  Parser on(Source other) throws SyntaxError {
    Parser parser = new Parser(other, dialect, aliases, interactive);
    parser.depth = depth + 1;
    parser.guard();
    return parser;
  }

  boolean interactive() {
    return interactive;
  }

  /// Whether `$'…'`, `[[` and `function` are read, which POSIX does not know.
  boolean isExtended() {
    return dialect != Dialect.DASH;
  }

  boolean isBash() {
    return dialect == Dialect.BASH;
  }

  boolean atEnd() {
    return source.atEnd();
  }

  /// The commands of the next line; empty behind the last one.
  Optional<Node> next() throws SyntaxError {
    lexer.newlines();
    if (source.atEnd()) {
      return Optional.empty();
    }
    Node list = list(true);
    lexer.blanks();
    if (!source.atEnd() && source.peek() != '\n') {
      throw lexer.unexpected();
    }
    lexer.newline();
    return Optional.of(list);
  }

  /// All commands that are left, line by line.
  List<Node> all() throws SyntaxError {
    List<Node> nodes = new ArrayList<>();
    for (Optional<Node> node = next(); node.isPresent(); node = next()) {
      nodes.add(node.get());
    }
    return nodes;
  }

  /// The commands before a closing parenthesis, which is passed over.
  Node parenthesized() throws SyntaxError {
    guard();
    depth++;
    lexer.newlines();
    Node body = list();
    lexer.blanks();
    lexer.expect(")");
    depth--;
    return body;
  }

  private void guard() throws SyntaxError {
    if (depth > DEEPEST) {
      throw new SyntaxError("(", source.line(), false);
    }
  }

  /// Commands up to what ends the command that they belong to.
  Node list() throws SyntaxError {
    return list(false);
  }

  /// @param line whether it ends with the line
  private Node list(boolean line) throws SyntaxError {
    List<Node> nodes = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (line) {
        lexer.blanks();
      } else {
        lexer.newlines();
      }
      if (lexer.closes() || (line && source.peek() == '\n')) {
        break;
      }
      int from = source.position();
      Node node = andOr();
      lexer.blanks();
      if (source.peek() == '&' && source.peek(1) != '&') {
        nodes.add(new Node.Background(node, source.since(from).strip()));
        source.next();
      } else {
        nodes.add(node);
        more = separator(line);
      }
    }
    if (nodes.isEmpty() && !source.at(")") && !source.at(";;")) {
      throw lexer.unexpected();
    }
    return Node.of(nodes);
  }

  /// @return whether another command may follow
  private boolean separator(boolean line) {
    if (source.peek() == ';' && ";&".indexOf(source.peek(1)) < 0) {
      source.next();
      return true;
    }
    return !line && source.peek() == '\n';
  }

  private Node andOr() throws SyntaxError {
    Node left = pipeline();
    while (true) {
      lexer.blanks();
      if (source.accept("&&")) {
        lexer.newlines();
        left = new Node.And(left, pipeline());
      } else if (source.accept("||")) {
        lexer.newlines();
        left = new Node.Or(left, pipeline());
      } else {
        return left;
      }
    }
  }

  private Node pipeline() throws SyntaxError {
    if (lexer.accept("!")) {
      return new Node.Not(pipeline());
    }
    if (isBash() && lexer.accept("time")) {
      lexer.blanks();
      source.accept("-p");
      return new Node.Timed(lexer.closes() ? Node.NOTHING : pipeline());
    }
    List<Node> stages = new ArrayList<>();
    stages.add(command());
    lexer.blanks();
    while (source.peek() == '|' && source.peek(1) != '|') {
      source.next();
      if (source.accept("&")) {
        stages.add(withErrors(stages.removeLast()));
      }
      lexer.newlines();
      stages.add(command());
      lexer.blanks();
    }
    return stages.size() == 1 ? stages.getFirst() : new Node.Pipeline(stages);
  }

  /// `2>&1`, which a pipe `|&` stands for.
  private static Node withErrors(Node stage) {
    return new Node.Redirected(
        stage, List.of(new Redirection(2, ">&", Word.quoted("1"), Optional.empty())));
  }

  Node command() throws SyntaxError {
    guard();
    depth++;
    try {
      lexer.blanks();
      Optional<Node> compound = compounds.command();
      Node node = compound.isPresent() ? compound.get() : simples.command(aliases);
      return node instanceof Node.Function ? node : redirections.behind(node);
    } finally {
      depth--;
    }
  }
}
