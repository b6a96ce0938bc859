package dev.podium.object;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Regular expressions as Go's `regexp` takes them: matched in linear time, and of a bounded size,
/// which RE2/J alone does not see to.
///
/// Upstream: Go's regexp/syntax/parse.go (`repeatIsValid`, `checkHeight`).
public final class GoRegex {
  private static final int MAX_NESTING = 1000;

  /// How often repetitions within each other may make up to repeat what is innermost.
  private static final int MAX_REPEATS = 1000;

  private final String text;
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int at;

  /// How often the most repeated part of the present group is repeated, and the part just read.
  private int most = 1;

  private int last = 1;

  private GoRegex(String text) {
    this.text = text;
  }

  /// @throws PatternSyntaxException in Go's words
  public static Pattern compile(String text) {
    new GoRegex(text).checkSize();
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      // What Go calls by its own name since 1.22.
      throw e.getPattern().equals("stack underflow")
          ? new PatternSyntaxException("unexpected )", text)
          : e;
    }
  }

  private void checkSize() {
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case '(' -> open();
        case ')' -> close();
        case '{' -> repeat();
        case '[' -> skipClass();
        case '\\' -> skipEscape();
        default -> last = "?*+".indexOf(next) < 0 ? 1 : last;
      }
    }
  }

  private void open() {
    outer.push(most);
    most = 1;
    last = 1;
    if (outer.size() > MAX_NESTING) {
      throw new PatternSyntaxException("expression nests too deeply", text);
    }
  }

  private void close() {
    last = most;
    most = Math.max(most, outer.isEmpty() ? 1 : outer.pop());
  }

  private void repeat() {
    int end = text.indexOf('}', at);
    String counts = end < 0 ? "" : text.substring(at, end);
    if (!counts.matches("\\d{1,4}(,\\d{0,4})?")) {
      last = 1;
      return;
    }
    String[] bounds = counts.split(",");
    last *= Integer.parseInt(bounds[bounds.length - 1]);
    if (last > MAX_REPEATS) {
      throw new PatternSyntaxException("invalid repeat count", text.substring(at - 1, end + 1));
    }
    most = Math.max(most, last);
    at = end + 1;
  }

  /// A bracket that stands first in a class does not end it.
  private void skipClass() {
    last = 1;
    at += text.startsWith("^", at) ? 2 : 1;
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.startsWith("[:", at)) {
        at = Math.max(at, text.indexOf(":]", at) + 1);
      } else if (text.charAt(at) == '\\') {
        at++;
      }
      at++;
    }
    at++;
  }

  private void skipEscape() {
    last = 1;
    if (text.startsWith("Q", at)) {
      int end = text.indexOf("\\E", at);
      at = end < 0 ? text.length() : end + 2;
    } else {
      at++;
    }
  }
}
