package dev.podium.web.media;

import java.util.Set;
import java.util.regex.Pattern;

/// How a string must be written in YAML so that it is read back as that string.
///
/// Upstream: go-yaml v2's resolve.go (what plain text would be taken for) and emitterc.go
/// (yaml_emitter_analyze_scalar, yaml_emitter_select_scalar_style).
record YamlScalar(
    String text, boolean plainAllowed, boolean singleQuotesAllowed, boolean literalAllowed) {
  /// The ways of writing a string.
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL
  }

  private static final Set<String> WORDS =
      Set.of(
          "", "~", "null", "Null", "NULL", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE",
          "on", "On", "ON", "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off",
          "OFF", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF", "<<");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0|[1-9][0-9]*|0[0-7]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d{1,2}-\\d{1,2}([Tt]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d+)?(Z|[-+]\\d\\d:\\d\\d)"
              + "| \\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d+)?)?");
  private static final String NEVER_FIRST = "#,[]{}&*!|>'\"%@`";

  static YamlScalar of(String text) {
    boolean indicators = text.startsWith("---") || text.startsWith("...");
    boolean special = false;
    boolean spaceThenBreak = false;
    boolean breakThenSpace = false;
    boolean breaks = false;
    int previous = ' ';
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean blankFollows = next >= text.length() || isBlank(text.charAt(next));
      indicators |= i == 0 ? startsSyntax(c, blankFollows) : isSyntax(c, previous, blankFollows);
      special |= !isPrintable(c);
      breaks |= isBreak(c);
      spaceThenBreak |= isBreak(c) && previous == ' ' && i > 0;
      breakThenSpace |= c == ' ' && isBreak(previous);
      previous = c;
      i = next;
    }
    boolean edges = !text.isEmpty() && (isEdge(text.charAt(0)) || isEdge(previous));
    boolean odd = spaceThenBreak || special;
    return new YamlScalar(
        text,
        !(indicators || odd || breakThenSpace || breaks || edges),
        !(odd || breakThenSpace),
        !(odd || text.isEmpty() || previous == ' '));
  }

  private static boolean startsSyntax(int c, boolean blankFollows) {
    return NEVER_FIRST.indexOf(c) >= 0 || ((c == '?' || c == ':' || c == '-') && blankFollows);
  }

  private static boolean isSyntax(int c, int previous, boolean blankFollows) {
    return (c == ':' && blankFollows) || (c == '#' && isBlank(previous));
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || isBreak(c);
  }

  private static boolean isEdge(int c) {
    return c == ' ' || isBreak(c);
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  static boolean isPrintable(int c) {
    return c == '\n'
        || (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
  }

  /// @param multiline whether it may take several lines, as a key may not
  Style style(boolean multiline) {
    if (text.indexOf('\n') >= 0) {
      return literalAllowed && multiline ? Style.LITERAL : Style.DOUBLE_QUOTED;
    }
    if (isTakenForSomethingElse()) {
      return Style.DOUBLE_QUOTED;
    }
    if (plainAllowed) {
      return Style.PLAIN;
    }
    return singleQuotesAllowed ? Style.SINGLE_QUOTED : Style.DOUBLE_QUOTED;
  }

  private boolean isTakenForSomethingElse() {
    if (WORDS.contains(text)) {
      return true;
    }
    char first = text.charAt(0);
    if (!(first == '+' || first == '-' || first == '.' || (first >= '0' && first <= '9'))) {
      return false;
    }
    String digits = text.replace("_", "");
    return INTEGER.matcher(digits).matches()
        || DECIMAL.matcher(digits).matches()
        || BASE_60.matcher(text).matches()
        || TIMESTAMP.matcher(text).matches();
  }

  static String escape(int c) {
    return switch (c) {
      case 0 -> "\\0";
      case 7 -> "\\a";
      case 8 -> "\\b";
      case 9 -> "\\t";
      case 10 -> "\\n";
      case 11 -> "\\v";
      case 12 -> "\\f";
      case 13 -> "\\r";
      case 0x1b -> "\\e";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case 0x85 -> "\\N";
      case 0xa0 -> "\\_";
      case 0x2028 -> "\\L";
      case 0x2029 -> "\\P";
      default ->
          c <= 0xff
              ? "\\x%02X".formatted(c)
              : c <= 0xffff ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c);
    };
  }
}
