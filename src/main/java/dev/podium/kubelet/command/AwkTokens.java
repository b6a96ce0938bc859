package dev.podium.kubelet.command;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The words and signs that an awk script is made of, one after the other.
final class AwkTokens {
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

  /// How deep statements and expressions may nest.
  private static final int DEEPEST = 200;

  private final String text;
  private Token token = new Token(Kind.END, "");
  private int at;
  private boolean afterOperand;
  private int depth;

  AwkTokens(String text) {
    this.text = text;
  }

  enum Kind {
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

  record Token(Kind kind, String text) {}

  /// A place to come back to.
  record Mark(int at, Token token, boolean afterOperand) {}

  Mark mark() {
    return new Mark(at, token, afterOperand);
  }

  void back(Mark mark) {
    at = mark.at;
    token = mark.token;
    afterOperand = mark.afterOperand;
  }

  /// What follows is no regular expression: a slash divides.
  void afterOperand() {
    afterOperand = true;
  }

  /// Begins something that may hold others like itself.
  void enter() {
    if (++depth > DEEPEST) {
      throw error();
    }
  }

  void leave() {
    depth--;
  }

  Kind kind() {
    return token.kind;
  }

  String text() {
    return token.text;
  }

  /// What is wrong with the present one.
  Usage error() {
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

  void next() {
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
        keyword
            ? Kind.KEYWORD
            : AwkScript.BUILTINS.contains(name) || peek(0) == '(' ? Kind.CALL : Kind.NAME;
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

  boolean is(String operator) {
    return (token.kind == Kind.OPERATOR || token.kind == Kind.KEYWORD)
        && token.text.equals(operator);
  }

  boolean accept(String operator) {
    if (is(operator)) {
      next();
      return true;
    }
    return false;
  }

  void expect(String operator) {
    if (!accept(operator)) {
      throw error();
    }
  }

  void newlines() {
    while (token.kind == Kind.NEWLINE) {
      next();
    }
  }

  void ends() {
    while (token.kind == Kind.NEWLINE || is(";")) {
      next();
    }
  }
}
