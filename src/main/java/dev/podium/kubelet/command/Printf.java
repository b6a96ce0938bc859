package dev.podium.kubelet.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// `echo` and `printf`, and the latter's format for whoever else needs it.
final class Printf {
  private final Cli cli;
  private final StringBuilder out = new StringBuilder();
  private List<String> arguments;
  private boolean stopped;
  private int status;

  private Printf(Cli cli, List<String> arguments) {
    this.cli = cli;
    this.arguments = arguments;
  }

  static int echo(Cli cli, boolean escapesAlways) throws IOException {
    List<String> words = cli.arguments();
    boolean newline = true;
    boolean escapes = escapesAlways;
    int first = 0;
    while (first < words.size() && words.get(first).matches(escapesAlways ? "-n" : "-[neE]+")) {
      String option = words.get(first++);
      newline &= option.indexOf('n') < 0;
      escapes = option.indexOf('e') > 0 || (escapes && option.indexOf('E') < 0);
    }
    String text = String.join(" ", words.subList(first, words.size()));
    if (escapes) {
      Printf printf = new Printf(cli, List.of());
      printf.escaped(text);
      text = printf.out.toString();
      newline &= !printf.stopped;
    }
    cli.print(newline ? text + "\n" : text);
    return 0;
  }

  static int printf(Cli cli) throws IOException {
    List<String> words = cli.arguments();
    if (!words.isEmpty() && words.getFirst().equals("--")) {
      words = words.subList(1, words.size());
    }
    if (words.isEmpty()) {
      cli.complain(
          cli.busybox()
              ? "BusyBox v1.37.0 multi-call binary.\n\nUsage: printf FORMAT [ARG]..."
              : "printf: usage: printf [-v var] format [arguments]");
      return 2;
    }
    Printf printf = new Printf(cli, words.subList(1, words.size()));
    do {
      int before = printf.arguments.size();
      printf.format(words.getFirst());
      if (printf.arguments.size() == before) {
        break;
      }
    } while (!printf.arguments.isEmpty() && !printf.stopped);
    cli.print(printf.out.toString());
    return printf.status;
  }

  private String argument() {
    if (arguments.isEmpty()) {
      return "";
    }
    String first = arguments.getFirst();
    arguments = arguments.subList(1, arguments.size());
    return first;
  }

  private void format(String format) throws IOException {
    for (int i = 0; i < format.length() && !stopped; i++) {
      char c = format.charAt(i);
      if (c == '\\') {
        i = escape(format, i, false);
      } else if (c != '%') {
        out.append(c);
      } else if (format.startsWith("%%", i)) {
        out.append('%');
        i++;
      } else {
        i = directive(format, i);
      }
    }
  }

  private int directive(String format, int from) throws IOException {
    int end = from + 1;
    StringBuilder flags = new StringBuilder();
    while (end < format.length() && "-+ #0'".indexOf(format.charAt(end)) >= 0) {
      flags.append(format.charAt(end++));
    }
    StringBuilder width = new StringBuilder();
    StringBuilder precision = new StringBuilder();
    StringBuilder reading = width;
    boolean precise = false;
    for (; end < format.length() && "0123456789.*".indexOf(format.charAt(end)) >= 0; end++) {
      char c = format.charAt(end);
      if (c == '.') {
        precise = true;
        reading = precision;
      } else if (c == '*') {
        reading.append(integer(argument()));
      } else {
        reading.append(c);
      }
    }
    while (end < format.length()
        && "lhLz".indexOf(format.charAt(end)) >= 0
        && format.length() > end + 1) {
      end++;
    }
    if (end == format.length()) {
      out.append(format.substring(from));
      return end;
    }
    String left = width.toString();
    if (left.startsWith("-")) {
      flags.append('-');
      left = left.substring(1);
    }
    Spec spec = new Spec(flags.toString(), width(left), precise ? width(precision.toString()) : -1);
    out.append(convert(spec, format.charAt(end)));
    return end;
  }

  /// How a value is laid out.
  ///
  /// @param precision -1 for none More than anybody sees is cut.
  private static int width(String digits) {
    return digits.isEmpty() ? 0 : digits.length() > 6 ? 1 << 16 : Integer.parseInt(digits);
  }

  record Spec(String flags, int width, int precision) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    String pad(String text) {
      int missing = Math.min(width, 1 << 16) - text.codePointCount(0, text.length());
      if (missing <= 0) {
        return text;
      }
      return has('-') ? text + " ".repeat(missing) : " ".repeat(missing) + text;
    }

    String padNumber(String text) {
      int missing = Math.min(width, 1 << 16) - text.length();
      if (missing <= 0 || !has('0') || has('-')) {
        return pad(text);
      }
      int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
      return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }

    String cut(String text) {
      return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
    }
  }

  private String convert(Spec spec, char kind) throws IOException {
    return switch (kind) {
      case 's' -> spec.pad(spec.cut(argument()));
      case 'b' -> {
        Printf inner = new Printf(cli, List.of());
        inner.escaped(argument());
        stopped |= inner.stopped;
        yield spec.pad(spec.cut(inner.out.toString()));
      }
      case 'q' -> spec.pad(quote(argument()));
      case 'c' -> {
        String text = argument();
        yield spec.pad(text.isEmpty() ? "" : text.substring(0, 1));
      }
      case 'd', 'i', 'u', 'o', 'x', 'X' -> number(spec, kind, integer(argument()));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> real(spec, kind, decimal(argument()));
      default -> {
        cli.warn(
            cli.busybox()
                ? "%" + kind + ": invalid format"
                : "`%" + kind + "': invalid format character");
        status = 1;
        stopped = true;
        yield "";
      }
    };
  }

  private static String quote(String text) {
    return text.isEmpty()
        ? "''"
        : text.matches("[A-Za-z0-9_@%+=:,./-]+")
            ? text
            : text.replaceAll("([^A-Za-z0-9_@%+=:,./\\n-])", "\\\\$1").replace("\n", "$'\\n'");
  }

  static String number(Spec spec, char kind, long value) {
    String digits =
        switch (kind) {
          case 'o' -> (spec.has('#') ? "0" : "") + Long.toOctalString(value);
          case 'x' -> (spec.has('#') && value != 0 ? "0x" : "") + Long.toHexString(value);
          case 'X' ->
              (spec.has('#') && value != 0 ? "0X" : "")
                  + Long.toHexString(value).toUpperCase(Locale.ROOT);
          case 'u' -> Long.toUnsignedString(value);
          default -> Long.toString(value);
        };
    boolean negative = digits.startsWith("-");
    String absolute = negative ? digits.substring(1) : digits;
    if (absolute.length() < spec.precision()) {
      absolute = "0".repeat(Math.min(spec.precision(), 1 << 16) - absolute.length()) + absolute;
    }
    boolean signed = kind == 'd' || kind == 'i';
    String sign =
        negative ? "-" : signed && spec.has('+') ? "+" : signed && spec.has(' ') ? " " : "";
    return spec.precision() >= 0 ? spec.pad(sign + absolute) : spec.padNumber(sign + absolute);
  }

  static String real(Spec spec, char kind, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      String text = Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
      return spec.pad(Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text);
    }
    int precision = spec.precision() < 0 ? 6 : Math.min(spec.precision(), 300);
    String text =
        switch (Character.toLowerCase(kind)) {
          case 'f' -> String.format(Locale.ROOT, "%." + precision + "f", new BigDecimal(value));
          case 'e' -> String.format(Locale.ROOT, "%." + precision + "e", value);
          default -> general(value, Math.max(precision, 1), spec.has('#'));
        };
    if (Character.isUpperCase(kind)) {
      text = text.toUpperCase(Locale.ROOT);
    }
    if (!text.startsWith("-")) {
      text = (spec.has('+') ? "+" : spec.has(' ') ? " " : "") + text;
    }
    return spec.padNumber(text);
  }

  /// C's `%g`.
  static String general(double value, int precision, boolean keepsZeros) {
    if (value == 0) {
      return "0";
    }
    String scientific = String.format(Locale.ROOT, "%." + (precision - 1) + "e", value);
    int exponent = Integer.parseInt(scientific.substring(scientific.indexOf('e') + 1));
    if (exponent < -4 || exponent >= precision) {
      int e = scientific.indexOf('e');
      String mantissa = keepsZeros ? scientific.substring(0, e) : trim(scientific.substring(0, e));
      return mantissa + scientific.substring(e);
    }
    String fixed =
        String.format(
            Locale.ROOT, "%." + Math.max(0, precision - 1 - exponent) + "f", new BigDecimal(value));
    return keepsZeros ? fixed : trim(fixed);
  }

  private static String trim(String number) {
    return number.indexOf('.') < 0 ? number : number.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private long integer(String text) throws IOException {
    String number = text.strip();
    if (number.isEmpty()) {
      return 0;
    }
    if (number.startsWith("'") || number.startsWith("\"")) {
      return number.length() > 1 ? number.codePointAt(1) : 0;
    }
    try {
      return parse(number);
    } catch (NumberFormatException _) {
      cli.warn(
          switch (Flavour.wording(cli.self())) {
            case BUSYBOX -> "invalid number '" + text + "'";
            case DASH -> text + ": expected numeric value";
            case BASH -> text + ": invalid number";
          });
      status = 1;
      String digits = number.replaceAll("^([-+]?\\d*).*$", "$1");
      return digits.matches("[-+]?\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
  }

  private static long parse(String number) {
    boolean negative = number.startsWith("-");
    String digits = negative || number.startsWith("+") ? number.substring(1) : number;
    long value =
        digits.startsWith("0x") || digits.startsWith("0X")
            ? Long.parseUnsignedLong(digits.substring(2), 16)
            : digits.startsWith("0") && digits.length() > 1
                ? Long.parseLong(digits, 8)
                : Long.parseLong(digits);
    return negative ? -value : value;
  }

  private double decimal(String text) throws IOException {
    if (text.isBlank()) {
      return 0;
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      return integer(text);
    }
  }

  /// A whole text with its escapes, as `echo -e` and `%b` have them.
  private void escaped(String text) {
    for (int i = 0; i < text.length() && !stopped; i++) {
      if (text.charAt(i) == '\\') {
        i = escape(text, i, true);
      } else {
        out.append(text.charAt(i));
      }
    }
  }

  private int escape(String text, int from, boolean zeroOctal) {
    if (from + 1 == text.length()) {
      out.append('\\');
      return from;
    }
    char kind = text.charAt(from + 1);
    switch (kind) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'a' -> out.append('\007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'v' -> out.append('\013');
      case 'e', 'E' -> out.append('\033');
      case '\\' -> out.append('\\');
      case '"', '\'' -> out.append(zeroOctal ? "\\" + kind : String.valueOf(kind));
      case 'c' -> stopped = true;
      case 'x' -> {
        return digits(text, from + 2, 16, 2, from + 1);
      }
      case 'u' -> {
        return digits(text, from + 2, 16, 4, from + 1);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        boolean skips = zeroOctal && kind == '0';
        return digits(text, from + (skips ? 2 : 1), 8, 3, from + 1);
      }
      default -> out.append('\\').append(kind);
    }
    return from + 1;
  }

  private int digits(String text, int from, int radix, int most, int otherwise) {
    int end = from;
    while (end < text.length()
        && end < from + most
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == from) {
      out.append(text, otherwise, Math.min(otherwise + 1, text.length()));
      return otherwise;
    }
    out.appendCodePoint(Integer.parseInt(text.substring(from, end), radix));
    return end - 1;
  }
}
