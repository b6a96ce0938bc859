package dev.podium.object;

import java.math.BigInteger;
import java.util.Objects;
import java.util.stream.Collectors;

/// Text as Go's `fmt` and `strconv` print it, for messages that clients compare.
public final class GoText {
  private GoText() {}

  /// A string as `%q` prints it.
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  /// A JSON value as `%v` prints what Go decodes it to: `map[image:x ports:[map[port:80]]]`, fields
  /// sorted.
  public static String plain(Object value) {
    return switch (value) {
      case JsonObject object ->
          object.keys().stream()
              .sorted()
              .map(key -> key + ":" + plain(Objects.requireNonNull(object.get(key))))
              .collect(Collectors.joining(" ", "map[", "]"));
      case JsonArray array ->
          array.stream().map(GoText::plain).collect(Collectors.joining(" ", "[", "]"));
      case JsonNull _ -> "<nil>";
      case Double d -> GoNumbers.shortest(d);
      case BigInteger n -> GoNumbers.shortest(n.doubleValue());
      default -> value.toString();
    };
  }

  /// A JSON value as `%#v` prints what Go decodes it to: `map[string]interface {}{"a":"b"}`.
  public static String syntax(Object value) {
    return switch (value) {
      case JsonObject object ->
          object.keys().stream()
              .sorted()
              .map(key -> quote(key) + ":" + syntax(Objects.requireNonNull(object.get(key))))
              .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
      case JsonArray array ->
          array.stream()
              .map(GoText::syntax)
              .collect(Collectors.joining(", ", "[]interface {}{", "}"));
      case JsonNull _ -> "interface {}(nil)";
      case String s -> quote(s);
      default -> plain(value);
    };
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 11 -> out.append("\\v");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          out.append(String.format("\\x%02x", c));
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        }
      }
    }
  }

  /// Go's strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
  public static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
