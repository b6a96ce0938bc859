package dev.podium.object;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What Go's `encoding/json` says of a text that is no JSON: clients see these words in 400s.
///
/// Upstream: the state machine of encoding/json/scanner.go, which sigs.k8s.io/json shares. Only the
/// error is of interest here; reading values is [Json]'s business.
public final class GoJson {
  private static final String END = "unexpected end of JSON input";

  private final byte[] text;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;

  private GoJson(byte[] text) {
    this.text = text;
  }

  /// The complaint about a text, or nothing where it is exactly one JSON value.
  public static Optional<String> syntaxError(byte[] utf8) {
    try {
      new GoJson(utf8).document();
      return Optional.empty();
    } catch (Invalid e) {
      return Optional.of(e.why);
    }
  }

  /// The name Go's decoder gives to a kind of value: `object`, `array`, `string`, `number`, `bool`.
  public static String kind(Object value) {
    return switch (value) {
      case JsonObject _ -> "object";
      case JsonArray _ -> "array";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case JsonNull _ -> "null";
      default -> "number";
    };
  }

  /// What Go says where a value does not fit the whole target.
  public static String mismatch(Object value, String goType) {
    return "json: cannot unmarshal " + kind(value) + " into Go value of type " + goType;
  }

  private void document() throws Invalid {
    boolean ended = false;
    while (!ended) {
      ended = value() && close();
    }
    skipSpace();
    if (at < text.length) {
      throw unexpected("after top-level value");
    }
  }

  /// Reads one value, or the opening of one; true where a value is complete.
  private boolean value() throws Invalid {
    byte c = next();
    switch (c) {
      case '{' -> {
        push('{');
        return peek() == '}' ? pop() : key();
      }
      case '[' -> {
        push('[');
        return peek() == ']' && pop();
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number(c);
    }
    return true;
  }

  /// Goes on after a value; true where it was the outermost one.
  private boolean close() throws Invalid {
    while (!open.isEmpty()) {
      boolean object = open.getLast() == '{';
      String where = object ? "after object key:value pair" : "after array element";
      byte c = next();
      if (c == ',') {
        if (object) {
          key();
        }
        return false;
      }
      if (c != (object ? '}' : ']')) {
        throw unexpectedBefore(where);
      }
      open.removeLast();
    }
    return true;
  }

  private boolean key() throws Invalid {
    if (next() != '"') {
      throw unexpectedBefore("looking for beginning of object key string");
    }
    string();
    if (next() != ':') {
      throw unexpectedBefore("after object key");
    }
    return false;
  }

  private void string() throws Invalid {
    while (true) {
      byte c = raw();
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        escape();
      } else if (c >= 0 && c < 0x20) {
        throw unexpectedBefore("in string literal");
      }
    }
  }

  private void escape() throws Invalid {
    byte c = raw();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(raw(), 16) < 0) {
          throw unexpectedBefore("in \\u hexadecimal character escape");
        }
      }
    } else if ("bfnrt\\/\"".indexOf(c) < 0) {
      throw unexpectedBefore("in string escape code");
    }
  }

  private void literal(String word) throws Invalid {
    for (int i = 1; i < word.length(); i++) {
      if (raw() != word.charAt(i)) {
        throw unexpectedBefore("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
  }

  private void number(byte first) throws Invalid {
    byte c = first;
    if (c == '-') {
      c = raw();
      if (!digit(c)) {
        throw unexpectedBefore("in numeric literal");
      }
    } else if (!digit(c)) {
      throw unexpectedBefore("looking for beginning of value");
    }
    if (c != '0') {
      digits();
    }
    if (at < text.length && text[at] == '.') {
      at++;
      fraction("after decimal point in numeric literal");
    }
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (at < text.length && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      fraction("in exponent of numeric literal");
    }
  }

  private void fraction(String where) throws Invalid {
    if (!digit(raw())) {
      throw unexpectedBefore(where);
    }
    digits();
  }

  private void digits() {
    while (at < text.length && digit(text[at])) {
      at++;
    }
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void push(char opening) throws Invalid {
    if (open.size() >= Json.MAX_DEPTH) {
      throw new Invalid("exceeded max depth");
    }
    open.addLast(opening);
  }

  private boolean pop() {
    at++;
    open.removeLast();
    return true;
  }

  private void skipSpace() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private byte raw() throws Invalid {
    if (at >= text.length) {
      throw new Invalid(END);
    }
    return text[at++];
  }

  private byte next() throws Invalid {
    peek();
    return text[at++];
  }

  private byte peek() throws Invalid {
    skipSpace();
    if (at >= text.length) {
      throw new Invalid(END);
    }
    return text[at];
  }

  private Invalid unexpectedBefore(String where) {
    at--;
    return unexpected(where);
  }

  private Invalid unexpected(String where) {
    char c = (char) (text[at] & 0xff);
    String shown =
        switch (c) {
          case '\'' -> "'\\''";
          case '"' -> "'\"'";
          default -> {
            String quoted = GoText.quote(String.valueOf(c));
            yield "'" + quoted.substring(1, quoted.length() - 1) + "'";
          }
        };
    return new Invalid("invalid character " + shown + " " + where);
  }

  private static final class Invalid extends Exception {
    private static final long serialVersionUID = 1;
    private final String why;

    Invalid(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}
