package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `test` and `[`.
final class TestCommand {
  private static final Set<String> BINARY =
      Set.of(
          "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef");
  private static final Set<String> UNARY =
      Set.of(
          "-n", "-z", "-e", "-f", "-d", "-L", "-h", "-c", "-b", "-p", "-S", "-s", "-r", "-w", "-x",
          "-O", "-G", "-u", "-g", "-k", "-t", "-a", "-v");

  private final List<String> words;
  private final Process process;
  private int at;

  private TestCommand(List<String> words, Process process) {
    this.words = words;
    this.process = process;
  }

  /// What one cannot make sense of.
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static int run(Cli cli) throws IOException {
    List<String> words = new ArrayList<>(cli.arguments());
    if (cli.name().equals("[")) {
      if (words.isEmpty() || !words.getLast().equals("]")) {
        cli.warn(Flavour.wording(cli.self()) == Flavour.Wording.BASH ? "missing `]'" : "missing ]");
        return 2;
      }
      words.removeLast();
    }
    try {
      return new TestCommand(words, cli.self()).evaluate() ? 0 : 1;
    } catch (Malformed e) {
      cli.warn(String.valueOf(e.getMessage()));
      return 2;
    }
  }

  private boolean evaluate() {
    switch (words.size()) {
      case 0 -> {
        return false;
      }
      case 1 -> {
        return !words.getFirst().isEmpty();
      }
      case 2 -> {
        if (words.getFirst().equals("!")) {
          return words.getLast().isEmpty();
        }
        if (!UNARY.contains(words.getFirst())) {
          throw new Malformed(notUnary());
        }
      }
      case 3 -> {
        if (BINARY.contains(words.get(1))) {
          return binary(words.get(0), words.get(1), words.get(2));
        }
      }
      default -> {}
    }
    boolean value = or();
    if (at < words.size()) {
      throw new Malformed("too many arguments");
    }
    return value;
  }

  private String notUnary() {
    String first = words.getFirst();
    String second = words.getLast();
    return switch (Flavour.wording(process)) {
      case BASH -> first + ": unary operator expected";
      case DASH ->
          BINARY.contains(second)
              ? second + ": argument expected"
              : first + ": unexpected operator";
      case BUSYBOX ->
          second + (BINARY.contains(second) ? ": argument expected" : ": unknown operand");
    };
  }

  private boolean accept(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private boolean or() {
    boolean value = and();
    while (accept("-o")) {
      value |= and();
    }
    return value;
  }

  private boolean and() {
    boolean value = not();
    while (accept("-a")) {
      value &= not();
    }
    return value;
  }

  private boolean not() {
    if (at + 1 < words.size() && accept("!")) {
      return !not();
    }
    return primary();
  }

  private boolean primary() {
    if (at >= words.size()) {
      throw new Malformed("argument expected");
    }
    String first = words.get(at++);
    if (at + 1 < words.size() && BINARY.contains(words.get(at))) {
      at += 2;
      return binary(first, words.get(at - 2), words.get(at - 1));
    }
    if (first.equals("(") && at < words.size()) {
      boolean value = or();
      if (!accept(")")) {
        throw new Malformed("`)' expected");
      }
      return value;
    }
    if (UNARY.contains(first) && at < words.size()) {
      return unary(first, words.get(at++));
    }
    return !first.isEmpty();
  }

  private boolean unary(String operator, String operand) {
    return switch (operator) {
      case "-n" -> !operand.isEmpty();
      case "-z" -> operand.isEmpty();
      default -> FileTests.unary(operator, operand, process);
    };
  }

  private boolean binary(String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "<" -> left.compareTo(right) < 0;
      case ">" -> left.compareTo(right) > 0;
      case "-nt", "-ot", "-ef" -> FileTests.binary(left, operator, right, process);
      default -> FileTests.compare(number(left), operator, number(right));
    };
  }

  private long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      throw new Malformed(
          switch (Flavour.wording(process)) {
            case BUSYBOX -> text + ": bad number";
            case DASH -> "Illegal number: " + text;
            case BASH -> text + ": integer expression expected";
          });
    }
  }
}
