package dev.podium.object;

import dev.podium.object.LabelSelector.Operator;
import dev.podium.object.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Recursive descent over the query-string form of a label selector, refusing where and how
/// upstream's Lexer and Parser do (apimachinery/pkg/labels/selector.go).
final class LabelSelectorParser {
  private static final String OPERATORS =
      Arrays.stream(Operator.values())
          .filter(operator -> operator != Operator.EXISTS && operator != Operator.DOES_NOT_EXIST)
          .map(Operator::word)
          .collect(Collectors.joining(", "));

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int next;

  LabelSelectorParser(String text) {
    this.text = text;
  }

  private enum Kind {
    ERROR,
    END,
    CLOSE,
    COMMA,
    NOT,
    DOUBLE_EQUALS,
    EQUALS,
    GREATER,
    LESS,
    NOT_EQUALS,
    OPEN,
    IN,
    NOT_IN,
    IDENTIFIER
  }

  private record Token(Kind kind, String text) {
    /// `in` and `notin` are words like any other where no operator can stand.
    boolean isIdentifier() {
      return kind == Kind.IDENTIFIER || kind == Kind.IN || kind == Kind.NOT_IN;
    }

    boolean is(Kind other) {
      return kind == other;
    }

    boolean endsRequirement() {
      return kind == Kind.END || kind == Kind.COMMA;
    }
  }

  List<Requirement> parse() {
    do {
      tokens.add(token());
    } while (!tokens.getLast().is(Kind.END));
    List<Requirement> requirements = new ArrayList<>();
    while (!peek().is(Kind.END)) {
      if (!peek().isIdentifier() && !peek().is(Kind.NOT)) {
        throw refused(found(peek(), ", expected: !, identifier, or 'end of string'"));
      }
      requirements.add(requirement());
      Token after = take();
      if (after.is(Kind.END)) {
        break;
      }
      if (!after.is(Kind.COMMA)) {
        throw refused(found(after, ", expected: ',' or 'end of string'"));
      }
      if (!peek().isIdentifier() && !peek().is(Kind.NOT)) {
        throw refused(found(peek(), ", expected: identifier after ','"));
      }
    }
    return requirements;
  }

  private Requirement requirement() {
    Token first = take();
    boolean negated = first.is(Kind.NOT);
    Token key = negated ? take() : first;
    if (!key.isIdentifier()) {
      throw notARequirement(found(key, ", expected: identifier"));
    }
    List<String> faults = LabelFormats.key(key.text());
    if (!faults.isEmpty()) {
      String words = String.join("; ", faults);
      throw notARequirement(FieldError.invalid(FieldPath.ROOT, key.text(), words).message());
    }
    if (negated) {
      return checked(key.text(), Operator.DOES_NOT_EXIST, List.of());
    }
    if (peek().endsRequirement()) {
      return checked(key.text(), Operator.EXISTS, List.of());
    }
    Operator operator = operator(take());
    boolean list = operator == Operator.IN || operator == Operator.NOT_IN;
    return checked(key.text(), operator, list ? values() : List.of(value()));
  }

  private Requirement checked(String key, Operator operator, List<String> values) {
    List<FieldError> errors = LabelSelector.faults(key, operator, values);
    if (!errors.isEmpty()) {
      throw notARequirement(LabelSelector.aggregate(errors));
    }
    return new Requirement(key, operator, values);
  }

  private static Operator operator(Token token) {
    return switch (token.kind()) {
      case IN -> Operator.IN;
      case NOT_IN -> Operator.NOT_IN;
      case EQUALS -> Operator.EQUALS;
      case DOUBLE_EQUALS -> Operator.DOUBLE_EQUALS;
      case NOT_EQUALS -> Operator.NOT_EQUALS;
      case GREATER -> Operator.GREATER_THAN;
      case LESS -> Operator.LESS_THAN;
      default -> throw notARequirement(found(token, ", expected: " + OPERATORS));
    };
  }

  private String value() {
    if (peek().endsRequirement()) {
      return "";
    }
    Token value = take();
    if (!value.isIdentifier()) {
      throw notARequirement(found(value, ", expected: identifier"));
    }
    return value.text();
  }

  private List<String> values() {
    Token open = take();
    if (!open.is(Kind.OPEN)) {
      throw notARequirement(found(open, " expected: '('"));
    }
    Token first = peek();
    if (first.is(Kind.CLOSE)) {
      take();
      return List.of("");
    }
    if (!first.isIdentifier() && !first.is(Kind.COMMA)) {
      throw notARequirement(found(first, ", expected: ',', ')' or identifier"));
    }
    SortedSet<String> values = new TreeSet<>();
    while (!peek().is(Kind.CLOSE)) {
      addValue(values);
    }
    take();
    return List.copyOf(values);
  }

  /// One value, or one comma, which stands for an empty value at either end and beside another.
  private void addValue(SortedSet<String> values) {
    Token token = take();
    if (token.isIdentifier()) {
      values.add(token.text());
      if (!peek().is(Kind.COMMA) && !peek().is(Kind.CLOSE)) {
        throw notARequirement(found(peek(), ", expected: ',' or ')'"));
      }
    } else if (token.is(Kind.COMMA)) {
      if (values.isEmpty() || peek().is(Kind.CLOSE) || peek().is(Kind.COMMA)) {
        values.add("");
      }
    } else {
      throw notARequirement(found(token, ", expected: ',', or identifier"));
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    return tokens.get(next++);
  }

  private Token token() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    if (at == text.length() || text.charAt(at) == 0) {
      return new Token(Kind.END, "");
    }
    return isSymbol(text.charAt(at)) ? symbol() : word();
  }

  private Token word() {
    int start = at;
    while (at < text.length() && !isSymbol(text.charAt(at)) && !isBlank(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "in" -> new Token(Kind.IN, word);
      case "notin" -> new Token(Kind.NOT_IN, word);
      default -> new Token(Kind.IDENTIFIER, word);
    };
  }

  /// The longest run of symbols that is an operator.
  private Token symbol() {
    int start = at;
    Token longest = new Token(Kind.ERROR, "");
    while (at < text.length() && isSymbol(text.charAt(at))) {
      String run = text.substring(start, at + 1);
      Kind kind = symbol(run);
      if (kind == Kind.ERROR && !longest.is(Kind.ERROR)) {
        break;
      }
      longest = kind == Kind.ERROR ? longest : new Token(kind, run);
      at++;
    }
    return longest.is(Kind.ERROR)
        ? new Token(Kind.ERROR, "error expected: keyword found '" + text.substring(start, at) + "'")
        : longest;
  }

  private static Kind symbol(String run) {
    return switch (run) {
      case ")" -> Kind.CLOSE;
      case "," -> Kind.COMMA;
      case "!" -> Kind.NOT;
      case "==" -> Kind.DOUBLE_EQUALS;
      case "=" -> Kind.EQUALS;
      case ">" -> Kind.GREATER;
      case "<" -> Kind.LESS;
      case "!=" -> Kind.NOT_EQUALS;
      case "(" -> Kind.OPEN;
      default -> Kind.ERROR;
    };
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isSymbol(char c) {
    return "=!(),><".indexOf(c) >= 0;
  }

  private static String found(Token token, String expected) {
    return "found '" + token.text() + "'" + expected;
  }

  private static ApiException notARequirement(String why) {
    return refused("unable to parse requirement: " + why);
  }

  private static ApiException refused(String message) {
    return ApiException.badRequest(message);
  }
}
