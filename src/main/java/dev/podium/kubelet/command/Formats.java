package dev.podium.kubelet.command;

import java.util.List;

/// C's formats for values that are texts.
final class Formats {
  private Formats() {}

  /// @param arguments taken one after the other; where there are too few, empty
  static String sprintf(String format, List<String> arguments) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (format.startsWith("%%", i)) {
        out.append('%');
        i++;
        continue;
      }
      int end = i + 1;
      StringBuilder flags = new StringBuilder();
      while (end < format.length() && "-+ #0".indexOf(format.charAt(end)) >= 0) {
        flags.append(format.charAt(end++));
      }
      int[] numbers = {0, -1};
      int which = 0;
      while (end < format.length() && "0123456789.*".indexOf(format.charAt(end)) >= 0) {
        char d = format.charAt(end++);
        if (d == '.') {
          which = 1;
          numbers[1] = 0;
        } else if (d == '*') {
          numbers[which] = (int) number(next < arguments.size() ? arguments.get(next++) : "0");
        } else {
          numbers[which] = Math.min(numbers[which] * 10 + d - '0', 1 << 16);
        }
      }
      while (end < format.length() && "lhq".indexOf(format.charAt(end)) >= 0) {
        end++;
      }
      if (end >= format.length()) {
        out.append(format.substring(i));
        break;
      }
      if (numbers[0] < 0) {
        flags.append('-');
        numbers[0] = -numbers[0];
      }
      Printf.Spec spec = new Printf.Spec(flags.toString(), numbers[0], numbers[1]);
      String argument = next < arguments.size() ? arguments.get(next++) : "";
      out.append(convert(spec, format.charAt(end), argument));
      i = end;
    }
    return out.toString();
  }

  private static String convert(Printf.Spec spec, char kind, String argument) {
    return switch (kind) {
      case 'd', 'i', 'u', 'o', 'x', 'X' -> Printf.number(spec, kind, (long) number(argument));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> Printf.real(spec, kind, number(argument));
      case 'c' ->
          spec.pad(
              argument.matches("\\d+") && argument.length() > 1
                  ? String.valueOf((char) (int) number(argument))
                  : argument.isEmpty() ? "" : argument.substring(0, 1));
      case 's' -> spec.pad(spec.cut(argument));
      default -> "%" + kind;
    };
  }

  /// What a text begins with, as a number.
  static double number(String text) {
    java.util.regex.Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("^\\s*([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)");
}
