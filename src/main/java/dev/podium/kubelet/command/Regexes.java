package dev.podium.kubelet.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// POSIX's regular expressions, as Java's.
public final class Regexes {
  /// How many looks at its letters a match may take.
  private static final int MOST_LOOKS = 20_000_000;

  private Regexes() {}

  /// A match goes back and forth for too long.
  public static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong() {
      super("too many steps", null, false, false);
    }
  }

  /// A matcher that gives up after too many steps.
  ///
  /// @throws TooLong from its methods
  public static Matcher matcher(Pattern pattern, String text) {
    return pattern.matcher(new Watched(text, 0, text.length(), new int[1]));
  }

  /// A text that counts how often it is looked at.
  ///
  /// @param looks shared by all parts of it
  private record Watched(String text, int begin, int end, int[] looks) implements CharSequence {
    @Override
    public int length() {
      return end - begin;
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > MOST_LOOKS || (looks[0] & 0xfff) == 0 && Thread.interrupted()) {
        throw new TooLong();
      }
      return text.charAt(begin + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.substring(begin + from, begin + to);
    }

    @Override
    public String toString() {
      return text.substring(begin, end);
    }
  }

  static Pattern basic(String regex, boolean ignoreCase) {
    return compile(translate(regex, true), ignoreCase);
  }

  static Pattern extended(String regex, boolean ignoreCase) {
    return compile(translate(regex, false), ignoreCase);
  }

  /// What an extended expression matches in a text; empty where it is none.
  public static Optional<Matcher> extended(String regex, String text) {
    try {
      return Optional.of(matcher(extended(regex, false), text));
    } catch (Usage _) {
      return Optional.empty();
    }
  }

  private static Pattern compile(String regex, boolean ignoreCase) {
    try {
      return Pattern.compile(
          regex, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    } catch (PatternSyntaxException e) {
      throw new Usage("Invalid regular expression", 2);
    }
  }

  /// @param basic whether braces, parentheses and the like need a backslash for their meaning
  static String translate(String regex, boolean basic) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '[') {
        i = bracket(regex, i, out);
      } else if (c == '\\' && i + 1 < regex.length()) {
        escaped(regex.charAt(++i), basic, out);
      } else if (basic && "(){}|+?".indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else if (c == '*'
          && (i == 0
              || basic
                  && (out.toString().endsWith("(")
                      || out.toString().equals("^")
                      || out.toString().endsWith("|")))) {
        out.append("\\*");
      } else if (basic
          && c == '^'
          && i > 0
          && !regex.startsWith("\\(", i - 2)
          && !regex.startsWith("\\|", i - 2)) {
        out.append("\\^");
      } else if (basic
          && c == '$'
          && i + 1 < regex.length()
          && !regex.startsWith("\\)", i + 1)
          && !regex.startsWith("\\|", i + 1)) {
        out.append("\\$");
      } else if (c == '{' && !regex.substring(i).matches("(?s)\\{\\d*,?\\d*}.*")) {
        out.append("\\{");
      } else if (c == '$') {
        out.append("(?!.|\\n)");
      } else {
        out.append(c);
      }
    }
    return out.toString().replace("{,", "{0,");
  }

  private static void escaped(char c, boolean basic, StringBuilder out) {
    switch (c) {
      case '<' -> out.append("\\b(?=\\w)");
      case '>' -> out.append("\\b(?<=\\w)");
      case '`' -> out.append("\\A");
      case '\'' -> out.append("\\z");
      case 'b', 'B', 'w', 'W', 's', 'S', 'n', 't', 'r', 'f', 'd', 'D' -> out.append('\\').append(c);
      case '(', ')', '{', '}', '|', '+', '?' -> out.append(basic ? "" : "\\").append(c);
      default -> {
        if (Character.isDigit(c)) {
          out.append('\\').append(c);
        } else if (Character.isLetter(c)) {
          out.append(c);
        } else {
          out.append('\\').append(c);
        }
      }
    }
  }

  private static int bracket(String regex, int from, StringBuilder out) {
    int i = from + 1;
    StringBuilder set = new StringBuilder("[");
    if (i < regex.length() && regex.charAt(i) == '^') {
      set.append('^');
      i++;
    }
    for (boolean first = true; i < regex.length(); first = false) {
      char c = regex.charAt(i);
      if (c == ']' && !first) {
        out.append(set).append(']');
        return i;
      }
      int close = regex.startsWith("[:", i) ? regex.indexOf(":]", i + 2) : -1;
      if (close > 0) {
        set.append(Glob.characterClass(regex.substring(i + 2, close)));
        i = close + 2;
        continue;
      }
      if (c == '\\' && i + 1 < regex.length() && "ntrwsdWSD".indexOf(regex.charAt(i + 1)) >= 0) {
        set.append('\\').append(regex.charAt(i + 1));
        i += 2;
        continue;
      }
      if (c == '\\'
          && i + 1 < regex.length()
          && "\\]/[.^$*-\"".indexOf(regex.charAt(i + 1)) >= 0
          && regex.charAt(i + 1) != ']') {
        set.append('\\').append(regex.charAt(i + 1));
        i += 2;
        continue;
      }
      boolean literal = "[]&^\\".indexOf(c) >= 0;
      boolean lastDash = c == '-' && (first || regex.startsWith("]", i + 1));
      set.append(literal || lastDash ? "\\" : "").append(c);
      i++;
    }
    throw new Usage("Unmatched [, [^, [:, [., or [=", 2);
  }
}
