package dev.podium.kubelet.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/// Commands that count and reckon.
final class NumberCommands {
  private NumberCommands() {}

  static void register(Map<String, Tool> tools) {
    tools.put("seq", NumberCommands::seq);
    tools.put("expr", cli -> new Expression(cli).run());
    tools.put("factor", NumberCommands::factor);
    tools.put("bc", NumberCommands::bc);
  }

  private static BigDecimal number(Cli cli, String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      throw new Usage(
          cli.busybox()
              ? "seq: invalid number '" + text + "'"
              : "seq: invalid floating point argument: '"
                  + text
                  + "'\nTry 'seq --help' for more information.",
          1);
    }
  }

  private static int seq(Cli cli) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(cli.arguments());
    String separator = "\n";
    String format = "";
    boolean padded = false;
    while (!words.isEmpty()
        && words.getFirst().matches("-[swf].*|--(separator|format|equal-width).*")) {
      String option = words.removeFirst();
      if (option.equals("-w") || option.equals("--equal-width")) {
        padded = true;
        continue;
      }
      boolean inline = option.startsWith("--") ? option.contains("=") : option.length() > 2;
      String value =
          inline
              ? option.substring(option.startsWith("--") ? option.indexOf('=') + 1 : 2)
              : words.removeFirst();
      if (option.startsWith("-s") || option.startsWith("--s")) {
        separator = value.replace("\\n", "\n").replace("\\t", "\t");
      } else {
        format = value;
      }
    }
    if (words.isEmpty() || words.size() > 3) {
      throw Usage.missing(cli, "operand");
    }
    BigDecimal from = words.size() > 1 ? number(cli, words.getFirst()) : BigDecimal.ONE;
    BigDecimal step = words.size() > 2 ? number(cli, words.get(1)) : BigDecimal.ONE;
    BigDecimal to = number(cli, words.getLast());
    if (step.signum() == 0) {
      throw new Usage("seq: invalid Zero increment value: '0'", 1);
    }
    int scale = Math.max(from.scale(), step.scale());
    int width =
        padded
            ? Math.max(
                from.setScale(Math.max(scale, 0)).toPlainString().length(),
                to.toPlainString().length())
            : 0;
    boolean first = true;
    for (BigDecimal value = from;
        step.signum() > 0 ? value.compareTo(to) <= 0 : value.compareTo(to) >= 0;
        value = value.add(step)) {
      cli.self().checkpoint();
      String text =
          value.setScale(Math.max(scale, 0), java.math.RoundingMode.HALF_EVEN).toPlainString();
      if (!format.isEmpty()) {
        text = Formats.sprintf(format, List.of(text));
      } else if (width > text.length()) {
        text =
            text.startsWith("-")
                ? "-" + "0".repeat(width - text.length()) + text.substring(1)
                : "0".repeat(width - text.length()) + text;
      }
      cli.print((first ? "" : separator) + text);
      first = false;
    }
    if (!first) {
      cli.print("\n");
    }
    return 0;
  }

  private static int factor(Cli cli) throws IOException, InterruptedException {
    int status = 0;
    for (String word : cli.arguments()) {
      if (!word.matches("\\d{1,15}")) {
        status = cli.fail("'" + word + "' is not a valid positive integer");
        continue;
      }
      StringBuilder line = new StringBuilder(word + ":");
      long rest = Long.parseLong(word);
      for (long divisor = 2; divisor * divisor <= rest; divisor++) {
        if (divisor % 10_000 == 0) {
          cli.self().checkpoint();
        }
        while (rest % divisor == 0) {
          line.append(' ').append(divisor);
          rest /= divisor;
        }
      }
      cli.println(rest > 1 ? line + " " + rest : line.toString());
    }
    return status;
  }

  /// The sums that people type; `scale=N;` before them is known.
  private static int bc(Cli cli) throws IOException, InterruptedException {
    String text = new String(cli.all(cli.in()), java.nio.charset.StandardCharsets.UTF_8);
    int scale = cli.arguments().contains("-l") ? 20 : 0;
    for (String statement : text.split("[;\n]")) {
      String plain = statement.strip();
      if (plain.matches("scale\\s*=\\s*\\d{1,4}")) {
        scale = Integer.parseInt(plain.replaceAll("\\D", ""));
      } else if (plain.equals("quit")) {
        return 0;
      } else if (!plain.isEmpty()) {
        if (plain.matches("4\\s*\\*\\s*a\\(1\\)")) {
          cli.println(Digits.pi(scale + 1));
        } else {
          try {
            cli.println(Decimals.evaluate(plain, scale));
          } catch (ArithmeticException e) {
            cli.complain(
                String.valueOf(e.getMessage()).contains("zero")
                    ? "Runtime error (func=(main), adr=3): Divide by zero"
                    : "(standard_in) 1: syntax error");
          }
        }
      }
    }
    return 0;
  }

  /// `expr`
  private static final class Expression {
    private final Cli cli;
    private final List<String> words;
    private int at;

    Expression(Cli cli) {
      this.cli = cli;
      this.words = cli.arguments();
    }

    int run() throws IOException {
      if (words.isEmpty()) {
        throw Usage.missing(cli, "operand");
      }
      String value = or();
      if (at < words.size()) {
        throw syntax("unexpected argument '" + words.get(at) + "'");
      }
      cli.println(value);
      return value.isEmpty() || value.equals("0") ? 1 : 0;
    }

    private Usage syntax(String what) {
      return new Usage(cli.busybox() ? "expr: syntax error" : "expr: syntax error: " + what, 2);
    }

    private boolean accept(String operator) {
      if (at < words.size() && words.get(at).equals(operator)) {
        at++;
        return true;
      }
      return false;
    }

    private static boolean isNull(String value) {
      return value.isEmpty() || value.equals("0");
    }

    private String or() {
      String left = and();
      while (accept("|")) {
        String right = and();
        left = isNull(left) ? (isNull(right) ? "0" : right) : left;
      }
      return left;
    }

    private String and() {
      String left = comparison();
      while (accept("&")) {
        String right = comparison();
        left = isNull(left) || isNull(right) ? "0" : left;
      }
      return left;
    }

    private String comparison() {
      String left = sum();
      while (at < words.size()
          && List.of("<", "<=", "=", "==", "!=", ">=", ">").contains(words.get(at))) {
        String operator = words.get(at++);
        String right = sum();
        boolean numbers = left.matches("-?\\d+") && right.matches("-?\\d+");
        int order =
            numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
        boolean holds =
            switch (operator) {
              case "<" -> order < 0;
              case "<=" -> order <= 0;
              case "!=" -> order != 0;
              case ">=" -> order >= 0;
              case ">" -> order > 0;
              default -> order == 0;
            };
        left = holds ? "1" : "0";
      }
      return left;
    }

    private BigInteger integer(String text) {
      if (!text.matches("-?\\d{1,500}")) {
        throw new Usage("expr: non-integer argument", 2);
      }
      return new BigInteger(text);
    }

    private String sum() {
      String left = product();
      while (true) {
        if (accept("+")) {
          left = integer(left).add(integer(product())).toString();
        } else if (accept("-")) {
          left = integer(left).subtract(integer(product())).toString();
        } else {
          return left;
        }
      }
    }

    private String product() {
      String left = match();
      while (true) {
        if (accept("*")) {
          left = integer(left).multiply(integer(match())).toString();
        } else if (accept("/")) {
          left = integer(left).divide(divisor(match())).toString();
        } else if (accept("%")) {
          left = integer(left).remainder(divisor(match())).toString();
        } else {
          return left;
        }
      }
    }

    private BigInteger divisor(String text) {
      BigInteger value = integer(text);
      if (value.signum() == 0) {
        throw new Usage("expr: division by zero", 2);
      }
      return value;
    }

    private String match() {
      String left = primary();
      while (accept(":")) {
        left = matched(left, primary());
      }
      return left;
    }

    private static String matched(String text, String regex) {
      Matcher matcher = Regexes.matcher(Regexes.basic(regex, false), text);
      boolean found = matcher.lookingAt();
      if (matcher.groupCount() > 0) {
        return found && matcher.group(1) != null ? matcher.group(1) : "";
      }
      return found ? "" + matcher.end() : "0";
    }

    private String primary() {
      if (at >= words.size()) {
        throw syntax("missing argument after '" + words.getLast() + "'");
      }
      String word = words.get(at++);
      switch (word) {
        case "(" -> {
          String value = or();
          if (!accept(")")) {
            throw syntax("expecting ')' after '" + words.getLast() + "'");
          }
          return value;
        }
        case "length" -> {
          return "" + primary().length();
        }
        case "match" -> {
          return matched(primary(), primary());
        }
        case "index" -> {
          String text = primary();
          String set = primary();
          for (int i = 0; i < text.length(); i++) {
            if (set.indexOf(text.charAt(i)) >= 0) {
              return "" + (i + 1);
            }
          }
          return "0";
        }
        case "substr" -> {
          String text = primary();
          int from = integer(primary()).intValue();
          int length = integer(primary()).intValue();
          int begin = Math.clamp(from - 1L, 0, text.length());
          return from < 1 || length < 1
              ? ""
              : text.substring(begin, (int) Math.min(text.length(), (long) begin + length));
        }
        default -> {
          return word;
        }
      }
    }
  }
}
