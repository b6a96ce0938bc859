package dev.podium.web.media;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// A JSON value as YAML, to the letter as the API server writes it: keys sorted, lists not indented
/// below their key, long text folded behind column 80.
///
/// Upstream: sigs.k8s.io/yaml (JSONToYAML) over go-yaml v2, whose emitterc.go is libyaml's.
final class YamlText {
  private static final int WIDTH = 80;
  private static final int LONGEST_SIMPLE_KEY = 128;

  private final StringBuilder out = new StringBuilder();
  private int lineStart;

  private YamlText() {}

  static String of(Object value) {
    YamlText text = new YamlText();
    switch (value) {
      case JsonObject object when !object.isEmpty() -> text.mapping(object, 0);
      case JsonArray array when !array.isEmpty() -> text.sequence(array, 0);
      default -> text.leaf(value, 2);
    }
    return text.out.append('\n').toString();
  }

  private void mapping(JsonObject object, int indent) {
    List<String> keys = new ArrayList<>(object.keys());
    keys.sort(NaturalOrder.INSTANCE);
    Iterator<String> each = keys.iterator();
    while (each.hasNext()) {
      String key = each.next();
      key(key, indent);
      value(Objects.requireNonNull(object.get(key)), indent);
      if (each.hasNext()) {
        newLine(indent);
      }
    }
  }

  private void key(String key, int indent) {
    if (key.length() > LONGEST_SIMPLE_KEY) {
      out.append("? ");
      scalar(key, indent + 2, true);
      newLine(indent);
    } else {
      scalar(key, indent, false);
    }
    out.append(':');
  }

  private void value(Object value, int indent) {
    switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        newLine(indent + 2);
        mapping(object, indent + 2);
      }
      case JsonArray array when !array.isEmpty() -> {
        newLine(indent);
        sequence(array, indent);
      }
      default -> {
        out.append(' ');
        leaf(value, indent + 2);
      }
    }
  }

  private void sequence(JsonArray array, int indent) {
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        newLine(indent);
      }
      out.append("- ");
      switch (array.get(i)) {
        case JsonObject object when !object.isEmpty() -> mapping(object, indent + 2);
        case JsonArray inner when !inner.isEmpty() -> sequence(inner, indent + 2);
        case Object item -> leaf(item, indent + 2);
      }
    }
  }

  private void leaf(Object value, int indent) {
    switch (value) {
      case JsonObject _ -> out.append("{}");
      case JsonArray _ -> out.append("[]");
      case JsonNull _ -> out.append("null");
      case String text -> scalar(text, indent, true);
      default -> out.append(Json.write(value));
    }
  }

  private void scalar(String text, int indent, boolean mayFold) {
    YamlScalar scalar = YamlScalar.of(text);
    switch (scalar.style(mayFold)) {
      case PLAIN -> folded(text, indent, mayFold, 0);
      case SINGLE_QUOTED -> {
        out.append('\'');
        folded(text.replace("'", "''"), indent, mayFold, 1);
        out.append('\'');
      }
      case DOUBLE_QUOTED -> doubleQuoted(text, indent, mayFold);
      case LITERAL -> literal(text, indent);
    }
  }

  /// Breaks the line at a single blank once it is too long.
  ///
  /// @param margin how many characters at either end are never blanks to break at
  private void folded(String text, int indent, boolean mayFold, int margin) {
    boolean spaces = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == ' ';
      boolean inside = i >= margin && i < text.length() - margin;
      boolean nextIsSpace = i + 1 < text.length() && text.charAt(i + 1) == ' ';
      if (space && mayFold && inside && !spaces && !nextIsSpace && column() > WIDTH) {
        newLine(indent);
      } else {
        out.append(c);
      }
      spaces = space;
    }
  }

  private void doubleQuoted(String text, int indent, boolean mayFold) {
    out.append('"');
    boolean spaces = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean inside = i > 0 && i < text.length() - 1;
      if (c == ' ' && mayFold && inside && !spaces && column() > WIDTH) {
        newLine(indent);
        if (text.charAt(i + 1) == ' ') {
          out.append('\\');
        }
      } else if (c == '"' || c == '\\' || !YamlScalar.isPrintable(c) || YamlScalar.isBreak(c)) {
        out.append(YamlScalar.escape(c));
      } else {
        out.appendCodePoint(c);
      }
      spaces = c == ' ';
      i += Character.charCount(c);
    }
    out.append('"');
  }

  private void literal(String text, int indent) {
    out.append('|');
    if (text.startsWith(" ") || text.startsWith("\n")) {
      out.append('2');
    }
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.length() == 1 || text.endsWith("\n\n")) {
      out.append('+');
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      newLine(line.isEmpty() ? 0 : indent);
      out.append(line);
    }
  }

  private int column() {
    return out.codePointCount(lineStart, out.length());
  }

  private void newLine(int indent) {
    out.append('\n');
    lineStart = out.length();
    out.repeat(' ', indent);
  }
}
