package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Node.Assignment;
import dev.podium.kubelet.shell.Node.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the shell's language, one complete command after the other, as a shell does: what stands
/// before a mistake is run.
final class Parser {
  private static final Set<String> CLOSING =
      Set.of("then", "else", "elif", "fi", "do", "done", "esac", "}", "in");
  private static final int DEEPEST = 200;

  private final Source source;
  private final Dialect dialect;
  private final Map<String, String> aliases;
  private final boolean interactive;
  private final WordReader words;
  private final List<Pending> pending = new ArrayList<>();
  private int depth;

  private record Pending(
      Node.HereDocument document, String delimiter, boolean quoted, boolean tabs) {}

  /// @param interactive whether more may be typed where something is not complete
  Parser(Source source, Dialect dialect, Map<String, String> aliases, boolean interactive) {
    this.source = source;
    this.dialect = dialect;
    this.aliases = aliases;
    this.interactive = interactive;
    this.words = new WordReader(source, this);
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

  /// Whether `$'…'` is read.
  boolean hasAnsiQuotes() {
    return dialect != Dialect.DASH;
  }

  boolean isBash() {
    return dialect == Dialect.BASH;
  }

  boolean atEnd() {
    return source.atEnd();
  }

  /// Where the next command begins, and how many lines there were before.
  int position() {
    return source.position();
  }

  /// The commands of the next line; empty behind the last one.
  Optional<Node> next() throws SyntaxError {
    newlines();
    if (source.atEnd()) {
      return Optional.empty();
    }
    Node list = list(true);
    blanks();
    if (!source.atEnd() && source.peek() != '\n') {
      throw unexpected();
    }
    newline();
    return Optional.of(list);
  }

  Node whole() throws SyntaxError {
    List<Node> nodes = new ArrayList<>();
    for (Optional<Node> node = next(); node.isPresent(); node = next()) {
      nodes.add(node.get());
    }
    return nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes);
  }

  /// The commands before a closing parenthesis, which is passed over.
  Node upTo(String close) throws SyntaxError {
    guard();
    depth++;
    newlines();
    Node body = list(false);
    blanks();
    expect(close);
    depth--;
    return body;
  }

  private void guard() throws SyntaxError {
    if (depth > DEEPEST) {
      throw new SyntaxError("(", source.line(), false);
    }
  }

  private void blanks() {
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
  private boolean newline() throws SyntaxError {
    if (source.peek() != '\n') {
      return false;
    }
    source.next();
    for (Pending document : pending) {
      read(document);
    }
    pending.clear();
    return true;
  }

  private void newlines() throws SyntaxError {
    blanks();
    while (newline()) {
      blanks();
    }
  }

  private void read(Pending document) throws SyntaxError {
    StringBuilder body = new StringBuilder();
    int line = source.line();
    while (true) {
      if (source.atEnd()) {
        if (interactive) {
          throw new SyntaxError("<<", source.line(), true);
        }
        break;
      }
      String text = source.restOfLine();
      if (document.tabs) {
        text = text.replaceFirst("^\t+", "");
      }
      if (text.equals(document.delimiter)) {
        break;
      }
      body.append(text).append('\n');
    }
    document.document.read(
        document.quoted
            ? Word.quoted(body.toString())
            : WordReader.document(body.toString(), line, this));
  }

  private SyntaxError unexpected() {
    if (source.atEnd()) {
      return new SyntaxError("", source.line(), true);
    }
    if (source.peek() == '\n') {
      return new SyntaxError("newline", source.line(), false);
    }
    for (String operator :
        List.of("&&", "||", ";;", "<<", ">>", ";", "&", "|", "(", ")", "<", ">")) {
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

  private void expect(String what) throws SyntaxError {
    if (Character.isLetter(what.charAt(0)) || what.equals("}")) {
      newlines();
      if (keyword().equals(what)) {
        source.accept(what);
        return;
      }
    } else {
      blanks();
      if (source.accept(what)) {
        return;
      }
    }
    if (source.atEnd()) {
      throw new SyntaxError(what, source.line(), true);
    }
    throw unexpected();
  }

  /// The plain characters that come next, up to one that ends a word.
  private String keyword() {
    blanks();
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 10; i++) {
      char c = source.peek(i);
      if (c == '\0' || WordReader.META.indexOf(c) >= 0) {
        break;
      }
      text.append(c);
    }
    return text.toString();
  }

  /// @param line whether it ends with the line
  private Node list(boolean line) throws SyntaxError {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      if (line) {
        blanks();
      } else {
        newlines();
      }
      if (closes() || (line && source.peek() == '\n')) {
        break;
      }
      int from = source.position();
      Node node = andOr();
      blanks();
      if (source.peek() == '&' && source.peek(1) != '&') {
        String text = source.since(from).strip();
        source.next();
        nodes.add(new Node.Background(node, text));
      } else {
        nodes.add(node);
        if (source.peek() == ';' && ";&".indexOf(source.peek(1)) < 0) {
          source.next();
        } else if (line || source.peek() != '\n') {
          break;
        }
      }
    }
    if (nodes.isEmpty() && !source.at(")") && !source.at(";;")) {
      throw unexpected();
    }
    return nodes.size() == 1 ? nodes.getFirst() : new Node.Sequence(nodes);
  }

  private boolean closes() {
    return source.atEnd()
        || source.peek() == ')'
        || source.at(";;")
        || source.at(";&")
        || CLOSING.contains(keyword());
  }

  private Node andOr() throws SyntaxError {
    Node left = pipeline();
    while (true) {
      blanks();
      if (source.accept("&&")) {
        newlines();
        left = new Node.And(left, pipeline());
      } else if (source.accept("||")) {
        newlines();
        left = new Node.Or(left, pipeline());
      } else {
        return left;
      }
    }
  }

  private Node pipeline() throws SyntaxError {
    if (keyword().equals("!")) {
      source.accept("!");
      return new Node.Not(pipeline());
    }
    if (keyword().equals("time") && dialect == Dialect.BASH) {
      source.accept("time");
      blanks();
      source.accept("-p");
      return new Node.Timed(closes() ? new Node.Sequence(List.of()) : pipeline());
    }
    List<Node> stages = new ArrayList<>();
    stages.add(command());
    while (true) {
      blanks();
      if (source.peek() != '|' || source.peek(1) == '|') {
        break;
      }
      source.next();
      if (source.accept("&")) {
        stages.set(
            stages.size() - 1,
            new Node.Redirected(
                stages.getLast(),
                List.of(new Redirection(2, ">&", Word.quoted("1"), Optional.empty()))));
      }
      newlines();
      stages.add(command());
    }
    return stages.size() == 1 ? stages.getFirst() : new Node.Pipeline(stages);
  }

  private Node command() throws SyntaxError {
    guard();
    depth++;
    try {
      blanks();
      Node node = compound();
      List<Redirection> redirections = new ArrayList<>();
      while (!(node instanceof Node.Function)) {
        blanks();
        Optional<Redirection> redirection = redirection();
        if (redirection.isEmpty()) {
          break;
        }
        redirections.add(redirection.get());
      }
      return redirections.isEmpty() ? node : new Node.Redirected(node, redirections);
    } finally {
      depth--;
    }
  }

  private Node compound() throws SyntaxError {
    boolean bash = dialect == Dialect.BASH;
    if (bash && source.at("((")) {
      int from = source.position();
      source.accept("((");
      Optional<Word> expression = words.arithmetic();
      if (expression.isPresent()) {
        return new Node.Arithmetic(expression.get());
      }
      source.back(from);
    }
    if (source.accept("(")) {
      return new Node.Subshell(upTo(")"));
    }
    String keyword = keyword();
    switch (keyword) {
      case "{" -> {
        source.accept("{");
        Node body = list(false);
        expect("}");
        return body instanceof Node.Sequence ? body : new Node.Sequence(List.of(body));
      }
      case "if" -> {
        source.accept("if");
        return choice();
      }
      case "while", "until" -> {
        source.accept(keyword);
        Node condition = list(false);
        return new Node.While(condition, keyword.equals("until"), doGroup());
      }
      case "for" -> {
        source.accept("for");
        return loop();
      }
      case "case" -> {
        source.accept("case");
        return cases();
      }
      case "function" -> {
        if (dialect != Dialect.DASH) {
          source.accept("function");
          blanks();
          String name = words.word().flatMap(Word::plain).orElseThrow(this::unexpected);
          blanks();
          if (source.accept("(")) {
            expect(")");
          }
          newlines();
          return new Node.Function(name, command());
        }
      }
      case "[[" -> {
        if (dialect != Dialect.DASH) {
          source.accept("[[");
          Node.Test test = new ConditionalParser().either();
          newlines();
          expect("]]");
          return new Node.Conditional(test);
        }
      }
      default -> {
        if (CLOSING.contains(keyword) && !keyword.equals("in")) {
          throw unexpected();
        }
      }
    }
    return simple();
  }

  private Node doGroup() throws SyntaxError {
    expect("do");
    Node body = list(false);
    expect("done");
    return body;
  }

  private Node choice() throws SyntaxError {
    Node condition = list(false);
    expect("then");
    Node then = list(false);
    newlines();
    String keyword = keyword();
    if (keyword.equals("elif")) {
      source.accept("elif");
      return new Node.If(condition, then, choice());
    }
    Node otherwise = new Node.Sequence(List.of());
    if (keyword.equals("else")) {
      source.accept("else");
      otherwise = list(false);
    }
    expect("fi");
    return new Node.If(condition, then, otherwise);
  }

  private Node loop() throws SyntaxError {
    blanks();
    if (dialect == Dialect.BASH && source.accept("((")) {
      Word begin = words.loopPart(";");
      Word condition = words.loopPart(";");
      Word step = words.loopPart("))");
      blanks();
      source.accept(";");
      newlines();
      return new Node.ArithmeticFor(begin, condition, step, body());
    }
    String name = words.word().flatMap(Word::plain).orElseThrow(this::unexpected);
    newlines();
    Optional<List<Word>> values = Optional.empty();
    if (keyword().equals("in")) {
      source.accept("in");
      List<Word> list = new ArrayList<>();
      blanks();
      for (Optional<Word> word = words.word(); word.isPresent(); word = words.word()) {
        list.add(word.get());
        blanks();
      }
      values = Optional.of(list);
    }
    blanks();
    if (source.peek() == ';') {
      source.next();
    } else if (values.isPresent() && source.peek() != '\n') {
      throw unexpected();
    }
    newlines();
    return new Node.For(name, values, body());
  }

  private Node body() throws SyntaxError {
    if (dialect == Dialect.BASH && keyword().equals("{")) {
      source.accept("{");
      Node body = list(false);
      expect("}");
      return body;
    }
    return doGroup();
  }

  private Node cases() throws SyntaxError {
    blanks();
    Word word = words.word().orElseThrow(this::unexpected);
    expect("in");
    List<Node.Branch> branches = new ArrayList<>();
    newlines();
    while (!keyword().equals("esac")) {
      if (source.atEnd()) {
        throw new SyntaxError("esac", source.line(), true);
      }
      source.accept("(");
      List<Word> patterns = new ArrayList<>();
      do {
        blanks();
        patterns.add(words.word().orElseThrow(this::unexpected));
        blanks();
      } while (source.accept("|"));
      expect(")");
      newlines();
      boolean empty = source.at(";") || keyword().equals("esac");
      Node body = empty ? new Node.Sequence(List.of()) : list(false);
      newlines();
      branches.add(new Node.Branch(patterns, body, branchEnd()));
      newlines();
    }
    source.accept("esac");
    return new Node.Case(word, branches);
  }

  private Node.BranchEnd branchEnd() throws SyntaxError {
    if (source.accept(";;&")) {
      return Node.BranchEnd.TEST_NEXT;
    }
    if (source.accept(";&")) {
      return Node.BranchEnd.FALL_THROUGH;
    }
    if (!source.accept(";;") && !keyword().equals("esac")) {
      throw source.atEnd() ? new SyntaxError(";;", source.line(), true) : unexpected();
    }
    return Node.BranchEnd.BREAK;
  }

  private Node simple() throws SyntaxError {
    int line = source.line();
    List<Assignment> assignments = new ArrayList<>();
    List<Assignment> declared = new ArrayList<>();
    List<Word> list = new ArrayList<>();
    List<Redirection> redirections = new ArrayList<>();
    expandAlias();
    while (true) {
      blanks();
      Optional<Redirection> redirection = redirection();
      if (redirection.isPresent()) {
        redirections.add(redirection.get());
        continue;
      }
      Optional<Word> word = words.word();
      if (word.isEmpty()) {
        break;
      }
      boolean first = list.isEmpty();
      Optional<Assignment> assignment =
          first || declares(list) ? Assignments.of(word.get()) : Optional.empty();
      if (assignment.isPresent() && source.peek() == '(' && dialect == Dialect.BASH) {
        (first ? assignments : declared).add(array(assignment.get()));
        if (!first) {
          list.add(Word.quoted(assignment.get().name()));
        }
      } else if (first && assignment.isPresent()) {
        assignments.add(assignment.get());
      } else {
        list.add(word.get());
        if (first && isFunction(word.get())) {
          newlines();
          return new Node.Function(word.get().plain().orElseThrow(), command());
        }
      }
    }
    if (list.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
      throw unexpected();
    }
    Node node = new Node.Simple(assignments, list, line);
    if (!declared.isEmpty()) {
      node = new Node.Sequence(List.of(node, new Node.Simple(declared, List.of(), line)));
    }
    return redirections.isEmpty() ? node : new Node.Redirected(node, redirections);
  }

  private static boolean declares(List<Word> list) {
    return list.getFirst()
        .plain()
        .filter(Set.of("declare", "typeset", "local", "export", "readonly")::contains)
        .isPresent();
  }

  private void expandAlias() {
    for (int i = 0; i < 10; i++) {
      blanks();
      String keyword = keyword();
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
    blanks();
    if (source.peek() != '(') {
      source.back(from);
      return false;
    }
    if (word.plain().isEmpty()) {
      throw unexpected();
    }
    source.next();
    expect(")");
    return true;
  }

  private Assignment array(Assignment assignment) throws SyntaxError {
    source.accept("(");
    List<Assignment> elements = new ArrayList<>();
    newlines();
    while (source.peek() != ')') {
      Word word =
          words
              .word()
              .orElseThrow(
                  () -> source.atEnd() ? new SyntaxError(")", source.line(), true) : unexpected());
      elements.add(
          Assignments.element(word)
              .orElse(new Assignment("", Optional.empty(), false, word, Optional.empty())));
      newlines();
    }
    source.next();
    return new Assignment(
        assignment.name(),
        Optional.empty(),
        assignment.append(),
        Word.EMPTY,
        Optional.of(elements));
  }

  private Optional<Redirection> redirection() throws SyntaxError {
    int from = source.position();
    int digits = 0;
    while (Character.isDigit(source.peek(digits))) {
      digits++;
    }
    char c = source.peek(digits);
    boolean both = digits == 0 && source.at("&>") && dialect != Dialect.DASH;
    boolean substitutes = digits == 0 && words.atSubstitution();
    if (digits > 3 || substitutes || (c != '<' && c != '>' && !both)) {
      return Optional.empty();
    }
    for (int i = 0; i < digits; i++) {
      source.next();
    }
    String number = source.since(from);
    String operator =
        List.of("&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">").stream()
            .filter(source::accept)
            .findFirst()
            .orElseThrow();
    blanks();
    int descriptor = !number.isEmpty() ? Integer.parseInt(number) : both ? -1 : c == '<' ? 0 : 1;
    if (operator.equals("<<") || operator.equals("<<-")) {
      return Optional.of(document(descriptor, operator));
    }
    Word target = words.word().orElseThrow(this::unexpected);
    return Optional.of(new Redirection(descriptor, operator, target, Optional.empty()));
  }

  private Redirection document(int descriptor, String operator) throws SyntaxError {
    Word word = words.word().orElseThrow(this::unexpected);
    StringBuilder delimiter = new StringBuilder();
    Node.HereDocument document = new Node.HereDocument();
    for (Word.Part part : word.parts()) {
      switch (part) {
        case Word.Text text -> delimiter.append(text.text());
        case Word.Quoted(List<Word.Part> parts) ->
            parts.forEach(p -> delimiter.append(p instanceof Word.Text t ? t.text() : ""));
        case Word.Parameter p -> delimiter.append("$").append(p.name());
        case Word.CommandSubstitution _, Word.ProcessSubstitution _, Word.Arithmetic _ ->
            throw unexpected();
      }
    }
    pending.add(
        new Pending(
            document, delimiter.toString(), word.plain().isEmpty(), operator.equals("<<-")));
    return new Redirection(descriptor, operator, word, Optional.of(document));
  }

  /// Reads what is between `[[` and `]]`.
  private final class ConditionalParser {
    private static final Set<String> BINARY =
        Set.of(
            "==", "=", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef");

    Node.Test either() throws SyntaxError {
      Node.Test left = both();
      newlines();
      while (source.accept("||")) {
        left = new Node.Test.Either(left, both());
        newlines();
      }
      return left;
    }

    private Node.Test both() throws SyntaxError {
      Node.Test left = primary();
      newlines();
      while (source.accept("&&")) {
        left = new Node.Test.Both(left, primary());
        newlines();
      }
      return left;
    }

    private Node.Test primary() throws SyntaxError {
      newlines();
      if (keyword().equals("!")) {
        source.accept("!");
        return new Node.Test.Negated(primary());
      }
      if (source.accept("(")) {
        Node.Test inner = either();
        newlines();
        expect(")");
        return inner;
      }
      Word first = words.word().orElseThrow(Parser.this::unexpected);
      String operator = first.plain().orElse("");
      blanks();
      if (operator.matches("-[a-zA-Z]") && !closing()) {
        return new Node.Test.Unary(operator, words.word().orElseThrow(Parser.this::unexpected));
      }
      if (closing()) {
        return new Node.Test.Unary("-n", first);
      }
      return binary(first);
    }

    private boolean closing() {
      return source.at("]]")
          || source.at("&&")
          || source.at("||")
          || source.peek() == ')'
          || source.peek() == '\n'
          || source.atEnd();
    }

    private Node.Test binary(Word left) throws SyntaxError {
      String operator = source.accept("<") ? "<" : source.accept(">") ? ">" : keyword();
      if (BINARY.contains(operator)) {
        source.accept(operator);
      } else if (!operator.equals("<") && !operator.equals(">")) {
        throw unexpected();
      }
      blanks();
      Word right =
          operator.equals("=~")
              ? words.expression()
              : words.word().orElseThrow(Parser.this::unexpected);
      return new Node.Test.Binary(left, operator, right);
    }
  }
}
