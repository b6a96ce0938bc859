package dev.podium.kubelet.program;

import java.util.List;
import java.util.Set;

/// What `test` and `[` say, given which files were made.
final class Comparison {
  private Comparison() {}

  static boolean holds(List<String> arguments, Set<String> files) {
    List<String> words =
        !arguments.isEmpty() && arguments.getLast().equals("]")
            ? arguments.subList(0, arguments.size() - 1)
            : arguments;
    if (!words.isEmpty() && words.getFirst().equals("!")) {
      return !holds(words.subList(1, words.size()), files);
    }
    return switch (words.size()) {
      case 0 -> false;
      case 1 -> !words.getFirst().isEmpty();
      case 2 -> unary(words.getFirst(), words.get(1), files);
      default -> binary(words.getFirst(), words.get(1), words.get(2));
    };
  }

  /// No file is there but those that were made and those that every system has.
  private static boolean unary(String operator, String operand, Set<String> files) {
    return switch (operator) {
      case "-n" -> !operand.isEmpty();
      case "-z" -> operand.isEmpty();
      default ->
          files.contains(operand)
              || operand.matches("/(etc|bin|usr|dev|proc|var)?(/(passwd|hosts|null|sh|bin|lib))?");
    };
  }

  private static boolean binary(String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "-eq" -> compare(left, right) == 0;
      case "-ne" -> compare(left, right) != 0;
      case "-lt" -> compare(left, right) < 0;
      case "-le" -> compare(left, right) <= 0;
      case "-gt" -> compare(left, right) > 0;
      case "-ge" -> compare(left, right) >= 0;
      default -> false;
    };
  }

  private static int compare(String left, String right) {
    try {
      return Long.compare(Long.parseLong(left), Long.parseLong(right));
    } catch (NumberFormatException e) {
      return left.compareTo(right);
    }
  }
}
