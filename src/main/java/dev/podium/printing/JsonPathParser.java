package dev.podium.printing;

import dev.podium.object.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the text of a [JsonPath], as client-go's util/jsonpath/parser.go.
final class JsonPathParser {
  private final String text;
  private int at;

  JsonPathParser(String text) {
    this.text = text;
  }

  List<JsonPath.Step> steps() {
    List<JsonPath.Step> steps = new ArrayList<>();
    if (text.startsWith("$") || text.startsWith("@")) {
      at = 1;
    }
    while (at < text.length()) {
      steps.add(step());
    }
    return steps;
  }

  private JsonPath.Step step() {
    char next = text.charAt(at);
    if (next == '[') {
      return bracket();
    }
    if (text.startsWith("..", at)) {
      at += 1;
      if (at + 1 < text.length() && text.charAt(at + 1) == '[') {
        at += 1;
      }
      return new JsonPath.Descent();
    }
    if (next == '.') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '[') {
      return bracket();
    }
    String name = name();
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "unexpected text: " + text.substring(Math.min(at, text.length())));
    }
    return name.equals("*") ? new JsonPath.All() : new JsonPath.Name(name);
  }

  /// A name up to the next step; a backslash takes the character behind it as it is.
  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at++));
    }
    return name.toString();
  }

  private JsonPath.Step bracket() {
    int end = closing();
    String inside = text.substring(at + 1, end).strip();
    at = end + 1;
    if (inside.equals("*")) {
      return new JsonPath.All();
    }
    if (inside.startsWith("?(") && inside.endsWith(")")) {
      return filter(inside.substring(2, inside.length() - 1).strip());
    }
    List<JsonPath.Step> parts = new ArrayList<>();
    for (String part : splitOutsideQuotes(inside)) {
      parts.add(element(part.strip()));
    }
    return parts.size() == 1 ? parts.getFirst() : new JsonPath.Union(parts);
  }

  /// Where the bracket that opens here closes.
  private int closing() {
    char quote = 0;
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("unterminated array");
  }

  private static List<String> splitOutsideQuotes(String inside) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (char c : inside.toCharArray()) {
      if (quote == 0 && c == ',') {
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      }
      part.append(c);
    }
    parts.add(part.toString());
    return parts;
  }

  private static JsonPath.Step element(String part) {
    if (isQuoted(part)) {
      return new JsonPath.Name(unquote(part));
    }
    String[] bounds = part.split(":", -1);
    try {
      int first = bounds[0].isEmpty() ? 0 : Integer.parseInt(bounds[0]);
      if (bounds.length == 1) {
        return new JsonPath.Slice(
            first, first == -1 ? Optional.empty() : Optional.of(first + 1), 1);
      }
      Optional<Integer> end =
          bounds[1].isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(bounds[1]));
      int step = bounds.length < 3 || bounds[2].isEmpty() ? 1 : Integer.parseInt(bounds[2]);
      if (step < 1) {
        throw new IllegalArgumentException("step must be > 0");
      }
      return new JsonPath.Slice(first, end, step);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("invalid array index " + part);
    }
  }

  private static JsonPath.Step filter(String condition) {
    for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
      int place = outsideQuotes(condition, operator);
      if (place > 0) {
        return new JsonPath.Filter(
            operand(condition.substring(0, place).strip()),
            operator,
            operand(condition.substring(place + operator.length()).strip()));
      }
    }
    return new JsonPath.Filter(operand(condition), "", new JsonPath.Constant(JsonNull.NULL));
  }

  private static int outsideQuotes(String condition, String operator) {
    char quote = 0;
    for (int i = 0; i < condition.length(); i++) {
      char c = condition.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (condition.startsWith(operator, i)) {
        return i;
      }
    }
    return -1;
  }

  private static JsonPath.Operand operand(String text) {
    if (text.startsWith("@") || text.startsWith("$")) {
      return new JsonPath.Relative(JsonPath.parse(text));
    }
    if (isQuoted(text)) {
      return new JsonPath.Constant(unquote(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return new JsonPath.Constant(Boolean.valueOf(text));
    }
    try {
      return new JsonPath.Constant(Long.valueOf(text));
    } catch (NumberFormatException _) {
      return new JsonPath.Constant(text);
    }
  }

  private static boolean isQuoted(String text) {
    return text.length() > 1
        && "'\"".indexOf(text.charAt(0)) >= 0
        && text.charAt(text.length() - 1) == text.charAt(0);
  }

  private static String unquote(String text) {
    return text.substring(1, text.length() - 1);
  }
}
