package dev.podium.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.podium.object.GoText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `'%s has %d'.format([name, 3])`.
///
/// Upstream: parseFormatString in cel-go's ext/formatting_v2.go.
final class TextFormat {
  private static final int DEFAULT_PRECISION = 6;

  private final String template;
  private final List<?> arguments;
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int used;

  private TextFormat(String template, List<?> arguments) {
    this.template = template;
    this.arguments = arguments;
  }

  static String format(String template, List<?> arguments) throws CelEvaluationException {
    return new TextFormat(template, arguments).format();
  }

  private String format() throws CelEvaluationException {
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c == '%') {
        clause();
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private void clause() throws CelEvaluationException {
    int precision = precision();
    if (at >= template.length()) {
      throw Functions.failure("unexpected end of string");
    }
    char verb = template.charAt(at++);
    if (verb == '%') {
      text.append('%');
      return;
    }
    if (used >= arguments.size()) {
      throw Functions.failure("index " + used + " out of range");
    }
    Object argument = arguments.get(used++);
    text.append(
        switch (verb) {
          case 's' -> string(argument);
          case 'd' -> decimal(argument);
          case 'f' -> fixed(number(argument, "fixed-point"), precision);
          case 'e' -> scientific(number(argument, "scientific"), precision);
          case 'b' ->
              argument instanceof Boolean b ? (b ? "1" : "0") : radix(argument, 2, "binary");
          case 'x' -> hex(argument);
          case 'X' -> hex(argument).toUpperCase(Locale.ROOT);
          case 'o' -> radix(argument, 8, "octal");
          default ->
              throw Functions.failure(
                  "could not parse formatting clause: unrecognized formatting clause \"%s\""
                      .formatted(verb));
        });
  }

  private int precision() {
    if (at >= template.length() || template.charAt(at) != '.') {
      return DEFAULT_PRECISION;
    }
    int from = ++at;
    while (at < template.length() && Character.isDigit(template.charAt(at))) {
      at++;
    }
    return at == from ? DEFAULT_PRECISION : Integer.parseInt(template.substring(from, at));
  }

  static String string(Object value) throws CelEvaluationException {
    return switch (value) {
      case String s -> s;
      case Boolean b -> b.toString();
      case Double d -> GoText.plain(d);
      case Number n -> n.toString();
      case NullValue _ -> "null";
      case Instant time -> time.toString();
      case Duration duration -> fixedSeconds(duration);
      case CelByteString bytes -> bytes.toStringUtf8();
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default ->
          throw Functions.failure(
              "error during formatting: string clause can only be used on strings, bools, bytes,"
                  + " ints, doubles, maps, lists, types, durations, and timestamps");
    };
  }

  private static String fixedSeconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.toPlainString() + "s";
  }

  private static String list(List<?> list) throws CelEvaluationException {
    StringBuilder text = new StringBuilder("[");
    for (Object item : list) {
      text.append(text.length() == 1 ? "" : ", ").append(string(item));
    }
    return text.append(']').toString();
  }

  private static String map(Map<?, ?> map) throws CelEvaluationException {
    Map<String, String> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sorted.put(string(entry.getKey()), string(entry.getValue()));
    }
    StringBuilder text = new StringBuilder("{");
    sorted.forEach((key, value) ->
        text.append(text.length() == 1 ? "" : ", ").append(key).append(": ").append(value));
    return text.append('}').toString();
  }

  private static String decimal(Object value) throws CelEvaluationException {
    return switch (value) {
      case Long n -> n.toString();
      case Double d when d.isNaN() || d.isInfinite() -> GoText.plain(d);
      case Number n when !(n instanceof Double) -> n.toString();
      default ->
          throw Functions.failure(
              "error during formatting: decimal clause can only be used on integers, was given "
                  + typeName(value));
    };
  }

  private static double number(Object value, String clause) throws CelEvaluationException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw Functions.failure(
        "error during formatting: %s clause can only be used on doubles, was given %s"
            .formatted(clause, typeName(value)));
  }

  private static String fixed(double value, int precision) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
        : GoText.plain(value);
  }

  private static String scientific(double value, int precision) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + precision + "e", value)
        : GoText.plain(value);
  }

  private static String radix(Object value, int radix, String clause)
      throws CelEvaluationException {
    if (value instanceof Long n) {
      return Long.toString(n, radix);
    }
    throw Functions.failure(
        "error during formatting: %s clause can only be used on integers, was given %s"
            .formatted(clause, typeName(value)));
  }

  private static String hex(Object value) throws CelEvaluationException {
    return switch (value) {
      case String s -> HexFormat.of().formatHex(s.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> radix(value, 16, "hex");
    };
  }

  private static String typeName(Object value) {
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Double _ -> "double";
      case Long _ -> "int";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "map";
      case CelByteString _ -> "bytes";
      default -> "dyn";
    };
  }
}
