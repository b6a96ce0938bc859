package dev.podium.kubelet.shell;

import java.util.List;
import java.util.function.LongBinaryOperator;

/// Works out integer expressions with C's operators.
final class Arithmetic {
  /// Where the variables are.
  interface Names {
    /// Empty where it is not set.
    String get(String name);

    void set(String name, long value);
  }

  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<=", ">=", "<", ">"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));
  private static final List<String> ASSIGNMENTS =
      List.of("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|=");
  private static final int DEEPEST = 100;

  private final String text;
  private final Names names;
  private final int depth;
  private int position;
  private boolean skips;

  private Arithmetic(String text, Names names, int depth) {
    this.text = text;
    this.names = names;
    this.depth = depth;
  }

  /// @throws ShellError in bash's words
  static long evaluate(String text, Names names) {
    return evaluate(text, names, 0);
  }

  private static long evaluate(String text, Names names, int depth) {
    if (text.isBlank()) {
      return 0;
    }
    if (depth > DEEPEST) {
      throw new ShellError(
          text + ": expression recursion level exceeded (error token is \"" + text + "\")", 1);
    }
    Arithmetic arithmetic = new Arithmetic(text, names, depth);
    long value = arithmetic.comma();
    arithmetic.blanks();
    if (arithmetic.position < text.length()) {
      throw arithmetic.error("syntax error in expression");
    }
    return value;
  }

  private ShellError error(String what) {
    String rest = text.substring(Math.min(position, text.length()));
    return new ShellError(text.strip() + ": " + what + " (error token is \"" + rest + "\")", 1);
  }

  private void blanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private boolean at(String operator) {
    return text.startsWith(operator, position);
  }

  private boolean accept(String operator) {
    blanks();
    if (at(operator)) {
      position += operator.length();
      return true;
    }
    return false;
  }

  private long comma() {
    long value = assignment();
    while (accept(",")) {
      value = assignment();
    }
    return value;
  }

  private long assignment() {
    blanks();
    int from = position;
    String name = name();
    if (!name.isEmpty()) {
      blanks();
      for (String operator : ASSIGNMENTS) {
        if (at(operator) && !(operator.equals("=") && at("=="))) {
          position += operator.length();
          long right = assignment();
          long value =
              operator.equals("=")
                  ? right
                  : apply(operator.substring(0, operator.length() - 1), variable(name), right);
          return store(name, value);
        }
      }
    }
    position = from;
    return choice();
  }

  private long store(String name, long value) {
    if (!skips) {
      names.set(name, value);
    }
    return value;
  }

  private String name() {
    int from = position;
    if (position < text.length() && ParameterReader.isNameStart(text.charAt(position))) {
      while (position < text.length() && ParameterReader.isNamePart(text.charAt(position))) {
        position++;
      }
      if (at("[")) {
        int level = 0;
        do {
          level += at("[") ? 1 : at("]") ? -1 : 0;
          position++;
        } while (level > 0 && position < text.length());
      }
    }
    return text.substring(from, position);
  }

  private long variable(String name) {
    return skips ? 0 : evaluate(names.get(name), names, depth + 1);
  }

  private long choice() {
    long condition = binary(0);
    if (!accept("?")) {
      return condition;
    }
    boolean outer = skips;
    skips = outer || condition == 0;
    long then = comma();
    if (!accept(":")) {
      throw error("`:' expected for conditional expression");
    }
    skips = outer || condition != 0;
    long otherwise = assignment();
    skips = outer;
    return condition != 0 ? then : otherwise;
  }

  private long binary(int level) {
    if (level == LEVELS.size()) {
      return power();
    }
    long left = binary(level + 1);
    while (true) {
      blanks();
      String operator = operator(level);
      if (operator.isEmpty()) {
        return left;
      }
      position += operator.length();
      boolean outer = skips;
      skips |= (operator.equals("||") && left != 0) || (operator.equals("&&") && left == 0);
      long right = binary(level + 1);
      left = skips && !outer ? (operator.equals("||") ? 1 : 0) : apply(operator, left, right);
      skips = outer;
    }
  }

  /// Which of a level's operators comes next: a longer one, or an assignment, is another.
  private String operator(int level) {
    for (String operator : LEVELS.get(level)) {
      if (at(operator) && !longer(operator)) {
        return operator;
      }
    }
    return "";
  }

  private boolean longer(String operator) {
    if (operator.length() == 1 && "|&<>*".contains(operator) && at(operator + operator)) {
      return true;
    }
    boolean compares = List.of("==", "!=", "<=", ">=").contains(operator);
    return !compares && at(operator + "=");
  }

  private long power() {
    long base = unary();
    if (!accept("**")) {
      return base;
    }
    long exponent = power();
    if (exponent < 0) {
      throw error("exponent less than 0");
    }
    long result = 1;
    for (long e = exponent, b = base; e > 0; e >>= 1, b *= b) {
      result *= (e & 1) == 1 ? b : 1;
    }
    return result;
  }

  private long unary() {
    blanks();
    if (at("++") || at("--")) {
      int step = at("++") ? 1 : -1;
      int from = position;
      position += 2;
      blanks();
      String name = name();
      if (!name.isEmpty()) {
        return store(name, variable(name) + step);
      }
      position = from;
    }
    if (accept("!")) {
      return unary() == 0 ? 1 : 0;
    }
    if (accept("~")) {
      return ~unary();
    }
    if (accept("-")) {
      return -unary();
    }
    return accept("+") ? unary() : primary();
  }

  private long primary() {
    blanks();
    if (accept("(")) {
      long value = comma();
      if (!accept(")")) {
        throw error("missing `)'");
      }
      return value;
    }
    String name = name();
    if (!name.isEmpty()) {
      long value = variable(name);
      if (accept("++")) {
        store(name, value + 1);
      } else if (accept("--")) {
        store(name, value - 1);
      }
      return value;
    }
    return number();
  }

  private long number() {
    int from = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || "#@_".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    String digits = text.substring(from, position);
    if (digits.isEmpty()) {
      throw error("syntax error: operand expected");
    }
    try {
      return parse(digits);
    } catch (NumberFormatException e) {
      position = from;
      throw error(
          digits.matches("0[0-9]+") ? "value too great for base" : "syntax error in expression");
    }
  }

  private static long parse(String digits) {
    int base = digits.indexOf('#');
    if (base > 0) {
      return Long.parseLong(
          digits.substring(base + 1), Integer.parseInt(digits.substring(0, base)));
    }
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits.substring(2), 16);
    }
    return digits.startsWith("0") && digits.length() > 1
        ? Long.parseLong(digits, 8)
        : new java.math.BigInteger(digits).longValue();
  }

  private long apply(String operator, long left, long right) {
    return operation(operator).applyAsLong(left, right);
  }

  private LongBinaryOperator operation(String operator) {
    return switch (operator) {
      case "||" -> (a, b) -> a != 0 || b != 0 ? 1 : 0;
      case "&&" -> (a, b) -> a != 0 && b != 0 ? 1 : 0;
      case "|" -> (a, b) -> a | b;
      case "^" -> (a, b) -> a ^ b;
      case "&" -> (a, b) -> a & b;
      case "==" -> (a, b) -> a == b ? 1 : 0;
      case "!=" -> (a, b) -> a != b ? 1 : 0;
      case "<=" -> (a, b) -> a <= b ? 1 : 0;
      case ">=" -> (a, b) -> a >= b ? 1 : 0;
      case "<" -> (a, b) -> a < b ? 1 : 0;
      case ">" -> (a, b) -> a > b ? 1 : 0;
      case "<<" -> (a, b) -> a << b;
      case ">>" -> (a, b) -> a >> b;
      case "+" -> Long::sum;
      case "-" -> (a, b) -> a - b;
      case "*" -> (a, b) -> a * b;
      case "/" -> (a, b) -> a / nonZero(b);
      default -> (a, b) -> a % nonZero(b);
    };
  }

  private long nonZero(long divisor) {
    if (divisor == 0) {
      if (skips) {
        return 1;
      }
      throw new ShellError(
          text.strip()
              + ": division by 0 (error token is \""
              + text.substring(Math.max(0, Math.min(position, text.length()) - 1)).strip()
              + "\")",
          1);
    }
    return divisor;
  }
}
