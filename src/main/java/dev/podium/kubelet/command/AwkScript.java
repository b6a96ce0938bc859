package dev.podium.kubelet.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads awk's language.
final class AwkScript {
  private static final Set<String> KEYWORDS =
      Set.of(
          "BEGIN",
          "END",
          "function",
          "func",
          "if",
          "else",
          "while",
          "for",
          "do",
          "break",
          "continue",
          "next",
          "exit",
          "return",
          "delete",
          "in",
          "getline",
          "print",
          "printf",
          "nextfile");
  static final Set<String> BUILTINS =
      Set.of(
          "length",
          "substr",
          "index",
          "split",
          "sub",
          "gsub",
          "match",
          "sprintf",
          "sin",
          "cos",
          "atan2",
          "exp",
          "log",
          "sqrt",
          "int",
          "rand",
          "srand",
          "tolower",
          "toupper",
          "system",
          "close",
          "fflush",
          "strftime",
          "systime",
          "gensub",
          "and",
          "or",
          "xor",
          "lshift",
          "rshift");

  private final String text;
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private Token token = new Token(Kind.END, "");
  private int at;
  private boolean afterOperand;
  private boolean noIn;
  private boolean noRedirect;
  private int depth;

  private AwkScript(String text) {
    this.text = text;
  }

  private enum Kind {
    NUMBER,
    STRING,
    REGEX,
    NAME,
    CALL,
    KEYWORD,
    OPERATOR,
    NEWLINE,
    END
  }

  private record Token(Kind kind, String text) {}

  /// A program.
  record Program(List<Rule> rules, Map<String, Function> functions) {}

  enum When {
    BEGIN,
    END,
    LINE
  }

  record Rule(
      When when, Optional<Expression> from, Optional<Expression> to, Optional<Statement> body) {}

  record Function(String name, List<String> parameters, Statement body) {}

  sealed interface Statement {
    record Block(List<Statement> statements) implements Statement {}

    record Simple(Expression expression) implements Statement {}

    record Print(List<Expression> values, boolean formatted, Optional<Redirect> to)
        implements Statement {}

    record If(Expression condition, Statement then, Optional<Statement> otherwise)
        implements Statement {}

    record Loop(
        Optional<Statement> begin,
        Optional<Expression> condition,
        Optional<Statement> step,
        Statement body,
        boolean first)
        implements Statement {}

    record Each(String variable, String array, Statement body) implements Statement {}

    record Delete(String array, Optional<List<Expression>> key) implements Statement {}

    record Leave(String how, Optional<Expression> value) implements Statement {}
  }

  /// @param operator `>`, `>>` or `|`
  record Redirect(String operator, Expression target) {}

  sealed interface Expression {
    record Number(double value) implements Expression {}

    record Text(String value) implements Expression {}

    record Regex(Pattern pattern) implements Expression {}

    record Variable(String name) implements Expression {}

    record Field(Expression index) implements Expression {}

    record Element(String array, List<Expression> key) implements Expression {}

    record Grouped(List<Expression> values) implements Expression {}

    record Unary(String operator, Expression value) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    record Conditional(Expression condition, Expression then, Expression otherwise)
        implements Expression {}

    record Assign(String operator, Expression target, Expression value) implements Expression {}

    record Increment(Expression target, int by, boolean before) implements Expression {}

    record In(List<Expression> key, String array) implements Expression {}

    record Call(String name, List<Expression> arguments) implements Expression {}

    /// @param command whether the source is one, rather than a file
    record Getline(Optional<Expression> target, Optional<Expression> source, boolean command)
        implements Expression {}
  }

  static Program parse(String text) {
    AwkScript script = new AwkScript(text);
    script.next();
    script.program();
    return new Program(script.rules, script.functions);
  }

  private Usage error() {
    String what =
        token.kind == Kind.END
            ? "unexpected end of program"
            : token.kind == Kind.NEWLINE
                ? "unexpected newline"
                : "syntax error at or near " + token.text;
    return new Usage("awk: " + what, 2);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void next() {
    boolean operand = afterOperand;
    afterOperand = false;
    while (peek(0) == ' '
        || peek(0) == '\t'
        || peek(0) == '\r'
        || (peek(0) == '\\' && peek(1) == '\n')
        || (peek(0) == '\\' && peek(1) == '\r')) {
      at += peek(0) == '\\' ? 2 : 1;
    }
    if (peek(0) == '#') {
      while (at < text.length() && peek(0) != '\n') {
        at++;
      }
    }
    if (at >= text.length()) {
      token = new Token(Kind.END, "");
      return;
    }
    char c = peek(0);
    if (c == '\n') {
      at++;
      token = new Token(Kind.NEWLINE, "newline");
    } else if (Character.isDigit(c) || (c == '.' && Character.isDigit(peek(1)))) {
      number();
    } else if (c == '"') {
      at++;
      token = new Token(Kind.STRING, string('"', false));
      afterOperand = true;
    } else if (c == '_' || Character.isLetter(c)) {
      name();
    } else if (c == '/' && !operand) {
      at++;
      token = new Token(Kind.REGEX, string('/', true));
      afterOperand = true;
    } else {
      operator();
    }
  }

  private void number() {
    java.util.regex.Matcher matcher =
        Pattern.compile("0[xX][0-9a-fA-F]+|(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")
            .matcher(text)
            .region(at, text.length());
    matcher.lookingAt();
    at = matcher.end();
    token = new Token(Kind.NUMBER, matcher.group());
    afterOperand = true;
  }

  private void name() {
    int from = at;
    while (peek(0) == '_' || Character.isLetterOrDigit(peek(0))) {
      at++;
    }
    String name = text.substring(from, at);
    boolean keyword = KEYWORDS.contains(name);
    Kind kind =
        keyword ? Kind.KEYWORD : BUILTINS.contains(name) || peek(0) == '(' ? Kind.CALL : Kind.NAME;
    token = new Token(kind, name);
    afterOperand = !keyword;
  }

  private void operator() {
    for (String operator :
        List.of(
            "**=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "**", "==", "<=",
            ">=", "!=", "!~", ">>")) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        token = new Token(Kind.OPERATOR, operator.replace("**", "^"));
        afterOperand = operator.equals("++") || operator.equals("--");
        return;
      }
    }
    char c = text.charAt(at++);
    token = new Token(Kind.OPERATOR, String.valueOf(c));
    afterOperand = c == ')' || c == ']' || c == '$';
  }

  private String string(char end, boolean regex) {
    StringBuilder out = new StringBuilder();
    boolean bracket = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == end && !(regex && bracket)) {
        return out.toString();
      }
      if (c == '\n' && !regex) {
        break;
      }
      if (regex && c == '[' && !bracket) {
        bracket = true;
        out.append(c);
        if (peek(0) == '^') {
          out.append(text.charAt(at++));
        }
        if (peek(0) == ']') {
          out.append(text.charAt(at++));
        }
        continue;
      }
      bracket &= c != ']';
      if (c != '\\' || at >= text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(at++);
      if (regex) {
        out.append(next == '/' ? "/" : "\\" + next);
      } else {
        out.append(escape(next));
      }
    }
    throw new Usage("awk: unterminated " + (regex ? "regexp" : "string"), 2);
  }

  private String escape(char next) {
    return switch (next) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'a' -> "\007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'v' -> "\013";
      case '\\', '"', '/' -> String.valueOf(next);
      case '\n' -> "";
      default -> {
        if (next >= '0' && next <= '7') {
          int value = next - '0';
          for (int i = 0; i < 2 && peek(0) >= '0' && peek(0) <= '7'; i++) {
            value = value * 8 + text.charAt(at++) - '0';
          }
          yield String.valueOf((char) value);
        }
        yield "\\" + next;
      }
    };
  }

  private boolean is(String operator) {
    return (token.kind == Kind.OPERATOR || token.kind == Kind.KEYWORD)
        && token.text.equals(operator);
  }

  private boolean accept(String operator) {
    if (is(operator)) {
      next();
      return true;
    }
    return false;
  }

  private void expect(String operator) {
    if (!accept(operator)) {
      throw error();
    }
  }

  private void newlines() {
    while (token.kind == Kind.NEWLINE) {
      next();
    }
  }

  private void ends() {
    while (token.kind == Kind.NEWLINE || is(";")) {
      next();
    }
  }

  private void program() {
    ends();
    while (token.kind != Kind.END) {
      if (accept("function") || accept("func")) {
        function();
      } else if (accept("BEGIN")) {
        rules.add(new Rule(When.BEGIN, Optional.empty(), Optional.empty(), Optional.of(block())));
      } else if (accept("END")) {
        rules.add(new Rule(When.END, Optional.empty(), Optional.empty(), Optional.of(block())));
      } else {
        Optional<Expression> from = is("{") ? Optional.empty() : Optional.of(expression());
        Optional<Expression> to = Optional.empty();
        if (accept(",")) {
          newlines();
          to = Optional.of(expression());
        }
        rules.add(new Rule(When.LINE, from, to, is("{") ? Optional.of(block()) : Optional.empty()));
      }
      ends();
    }
  }

  private void function() {
    String name = token.text;
    next();
    expect("(");
    List<String> parameters = new ArrayList<>();
    while (!is(")")) {
      parameters.add(token.text);
      next();
      accept(",");
      newlines();
    }
    expect(")");
    newlines();
    functions.put(name, new Function(name, parameters, block()));
  }

  private Statement block() {
    newlines();
    expect("{");
    List<Statement> statements = new ArrayList<>();
    ends();
    while (!is("}")) {
      statements.add(statement());
      ends();
    }
    next();
    return new Statement.Block(statements);
  }

  private void end() {
    if (token.kind == Kind.NEWLINE || is(";")) {
      next();
    } else if (!is("}") && token.kind != Kind.END) {
      throw error();
    }
  }

  private Statement body() {
    newlines();
    if (accept(";")) {
      return new Statement.Block(List.of());
    }
    return statement();
  }

  private Statement statement() {
    if (++depth > 200) {
      throw error();
    }
    try {
      if (is("{")) {
        return block();
      }
      if (token.kind == Kind.KEYWORD) {
        switch (token.text) {
          case "if" -> {
            return choice();
          }
          case "while" -> {
            next();
            Expression condition = parenthesised();
            return new Statement.Loop(
                Optional.empty(), Optional.of(condition), Optional.empty(), body(), false);
          }
          case "do" -> {
            next();
            Statement body = body();
            ends();
            expect("while");
            Expression condition = parenthesised();
            return new Statement.Loop(
                Optional.empty(), Optional.of(condition), Optional.empty(), body, true);
          }
          case "for" -> {
            return loop();
          }
          case "break", "continue", "next", "nextfile" -> {
            String how = token.text;
            next();
            end();
            return new Statement.Leave(how, Optional.empty());
          }
          case "exit", "return" -> {
            String how = token.text;
            next();
            boolean bare =
                token.kind == Kind.NEWLINE || token.kind == Kind.END || is(";") || is("}");
            Statement leave =
                new Statement.Leave(how, bare ? Optional.empty() : Optional.of(expression()));
            end();
            return leave;
          }
          default -> {}
        }
      }
      Statement simple = simple();
      end();
      return simple;
    } finally {
      depth--;
    }
  }

  private Expression parenthesised() {
    expect("(");
    Expression expression = expression();
    expect(")");
    return expression;
  }

  private Statement choice() {
    next();
    Expression condition = parenthesised();
    Statement then = body();
    int mark = at;
    Token before = token;
    boolean operand = afterOperand;
    ends();
    if (accept("else")) {
      return new Statement.If(condition, then, Optional.of(body()));
    }
    at = mark;
    token = before;
    afterOperand = operand;
    return new Statement.If(condition, then, Optional.empty());
  }

  private Statement loop() {
    next();
    expect("(");
    int mark = at;
    Token before = token;
    if (token.kind == Kind.NAME) {
      String variable = token.text;
      next();
      if (accept("in")) {
        String array = token.text;
        next();
        if (accept(")")) {
          return new Statement.Each(variable, array, body());
        }
      }
      at = mark;
      token = before;
      afterOperand = true;
    }
    Optional<Statement> begin = is(";") ? Optional.empty() : Optional.of(simple());
    expect(";");
    newlines();
    Optional<Expression> condition = is(";") ? Optional.empty() : Optional.of(expression());
    expect(";");
    newlines();
    Optional<Statement> step = is(")") ? Optional.empty() : Optional.of(simple());
    expect(")");
    return new Statement.Loop(begin, condition, step, body(), false);
  }

  private Statement simple() {
    if (accept("delete")) {
      String array = token.text;
      next();
      if (!accept("[")) {
        return new Statement.Delete(array, Optional.empty());
      }
      List<Expression> key = list("]");
      return new Statement.Delete(array, Optional.of(key));
    }
    if (is("print") || is("printf")) {
      return print();
    }
    return new Statement.Simple(expression());
  }

  private Statement print() {
    boolean formatted = is("printf");
    next();
    List<Expression> values = new ArrayList<>();
    boolean outer = noRedirect;
    noRedirect = true;
    while (token.kind != Kind.NEWLINE
        && token.kind != Kind.END
        && !is(";")
        && !is("}")
        && !is(">")
        && !is(">>")
        && !is("|")) {
      values.add(expression());
      if (!accept(",")) {
        break;
      }
      newlines();
    }
    noRedirect = outer;
    if (values.size() == 1
        && values.getFirst() instanceof Expression.Grouped(List<Expression> grouped)) {
      values = grouped;
    }
    Optional<Redirect> to = Optional.empty();
    if (is(">") || is(">>") || is("|")) {
      String operator = token.text;
      next();
      noRedirect = true;
      Expression target = concatenation();
      noRedirect = outer;
      to = Optional.of(new Redirect(operator, target));
    }
    return new Statement.Print(values, formatted, to);
  }

  /// Expressions up to a closing bracket, which is passed over.
  private List<Expression> list(String close) {
    List<Expression> values = new ArrayList<>();
    boolean outerIn = noIn;
    boolean outerRedirect = noRedirect;
    noIn = false;
    noRedirect = false;
    newlines();
    while (!is(close)) {
      values.add(expression());
      newlines();
      if (!is(close)) {
        expect(",");
        newlines();
      }
    }
    noIn = outerIn;
    noRedirect = outerRedirect;
    next();
    return values;
  }

  private Expression expression() {
    if (++depth > 200) {
      throw error();
    }
    try {
      Expression left = conditional();
      boolean target =
          left instanceof Expression.Variable
              || left instanceof Expression.Field
              || left instanceof Expression.Element;
      if (target
          && token.kind == Kind.OPERATOR
          && List.of("=", "+=", "-=", "*=", "/=", "%=", "^=").contains(token.text)) {
        String operator = token.text;
        next();
        newlines();
        return new Expression.Assign(operator, left, expression());
      }
      return left;
    } finally {
      depth--;
    }
  }

  private Expression conditional() {
    Expression condition = or();
    if (!accept("?")) {
      return condition;
    }
    newlines();
    Expression then = expression();
    newlines();
    expect(":");
    newlines();
    return new Expression.Conditional(condition, then, expression());
  }

  private Expression or() {
    Expression left = and();
    while (accept("||")) {
      newlines();
      left = new Expression.Binary("||", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = membership();
    while (accept("&&")) {
      newlines();
      left = new Expression.Binary("&&", left, membership());
    }
    return left;
  }

  private Expression membership() {
    Expression left = matching();
    while (!noIn && is("in")) {
      next();
      List<Expression> key =
          left instanceof Expression.Grouped(List<Expression> values) ? values : List.of(left);
      left = new Expression.In(key, token.text);
      next();
    }
    return left;
  }

  private Expression matching() {
    Expression left = comparison();
    while (is("~") || is("!~")) {
      String operator = token.text;
      next();
      left = new Expression.Binary(operator, left, comparison());
    }
    return left;
  }

  private Expression comparison() {
    Expression left = concatenation();
    while (token.kind == Kind.OPERATOR
        && List.of("<", "<=", "==", "!=", ">=", ">").contains(token.text)
        && !(noRedirect && is(">"))) {
      String operator = token.text;
      next();
      left = new Expression.Binary(operator, left, concatenation());
    }
    if (is("|") && !noRedirect) {
      left = piped(left);
    }
    return left;
  }

  private Expression piped(Expression command) {
    Expression left = command;
    while (is("|")) {
      next();
      expect("getline");
      left = new Expression.Getline(target(), Optional.of(left), true);
    }
    return left;
  }

  private Optional<Expression> target() {
    return token.kind == Kind.NAME || is("$") ? Optional.of(primary()) : Optional.empty();
  }

  private Expression concatenation() {
    Expression left = sum();
    while (begins()) {
      left = new Expression.Binary(" ", left, sum());
    }
    return left;
  }

  private boolean begins() {
    return switch (token.kind) {
      case NUMBER, STRING, REGEX, NAME, CALL -> true;
      case OPERATOR -> List.of("$", "!", "(", "-", "+", "++", "--").contains(token.text);
      case KEYWORD, NEWLINE, END -> false;
    };
  }

  private Expression sum() {
    Expression left = product();
    while (is("+") || is("-")) {
      String operator = token.text;
      next();
      left = new Expression.Binary(operator, left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (is("*") || is("/") || is("%")) {
      String operator = token.text;
      next();
      left = new Expression.Binary(operator, left, unary());
    }
    return left;
  }

  private Expression unary() {
    for (String operator : List.of("!", "-", "+")) {
      if (accept(operator)) {
        return new Expression.Unary(operator, unary());
      }
    }
    return power();
  }

  private Expression power() {
    Expression base = postfix();
    return accept("^") ? new Expression.Binary("^", base, unary()) : base;
  }

  private Expression postfix() {
    if (is("++") || is("--")) {
      int by = is("++") ? 1 : -1;
      next();
      return new Expression.Increment(primary(), by, true);
    }
    Expression value = primary();
    boolean target =
        value instanceof Expression.Variable
            || value instanceof Expression.Field
            || value instanceof Expression.Element;
    if (target && (is("++") || is("--"))) {
      int by = is("++") ? 1 : -1;
      next();
      afterOperand = true;
      return new Expression.Increment(value, by, false);
    }
    return value;
  }

  private Expression primary() {
    Token first = token;
    switch (first.kind) {
      case NUMBER -> {
        next();
        return new Expression.Number(
            first.text.startsWith("0x")
                ? Long.parseLong(first.text.substring(2), 16)
                : Double.parseDouble(first.text));
      }
      case STRING -> {
        next();
        return new Expression.Text(first.text);
      }
      case REGEX -> {
        next();
        return new Expression.Regex(Regexes.extended(first.text, false));
      }
      case NAME -> {
        next();
        return accept("[")
            ? new Expression.Element(first.text, list("]"))
            : new Expression.Variable(first.text);
      }
      case CALL -> {
        next();
        if (!accept("(")) {
          return new Expression.Call(first.text, List.of());
        }
        List<Expression> arguments = list(")");
        return new Expression.Call(first.text, arguments);
      }
      default -> {}
    }
    if (accept("$")) {
      if (is("++") || is("--")) {
        return new Expression.Field(postfix());
      }
      return new Expression.Field(is("-") ? unary() : primary());
    }
    if (accept("(")) {
      List<Expression> values = list(")");
      afterOperand = true;
      return new Expression.Grouped(values);
    }
    if (accept("getline")) {
      Optional<Expression> target = target();
      return accept("<")
          ? new Expression.Getline(target, Optional.of(primary()), false)
          : new Expression.Getline(target, Optional.empty(), false);
    }
    if (accept("-")) {
      return new Expression.Unary("-", primary());
    }
    throw error();
  }
}
