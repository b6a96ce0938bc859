package dev.podium.kubelet.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words and operators of a shell script.
final class ShellWords {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$\\(\\(([^)]*)\\)\\)|\\$\\((date[^)]*|hostname)\\)|\\$\\{(\\w+)(?::-([^}]*))?}|\\$(\\w+|\\$|\\?)");
  private static final Pattern SUM = Pattern.compile("\\s*\\$?(\\w+)\\s*([-+*])\\s*\\$?(\\w+)\\s*");

  /// @param operator `;`, `&&`, `||`, `&`, `|`, or the end of a line as `;`
  /// @param literal in single quotes, so that `$` means itself
  record Word(String text, boolean operator, boolean literal, boolean quoted) {
    /// The word with its variables filled in; empty where nothing is left that was not quoted.
    Optional<String> expand(Map<String, String> variables) {
      if (literal) {
        return Optional.of(text);
      }
      String expanded =
          VARIABLE
              .matcher(text)
              .replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
      return expanded.isEmpty() && !quoted ? Optional.empty() : Optional.of(expanded);
    }
  }

  private ShellWords() {}

  private static String value(java.util.regex.MatchResult found, Map<String, String> variables) {
    if (found.group(1) != null) {
      return sum(found.group(1), variables);
    }
    if (found.group(2) != null) {
      return found.group(2).startsWith("date")
          ? Timeline.DATE
          : variables.getOrDefault("HOSTNAME", "");
    }
    String name = found.group(3) != null ? found.group(3) : found.group(5);
    if (name.equals("$")) {
      return "1";
    }
    String otherwise = found.group(4) != null ? found.group(4) : name.equals("?") ? "0" : "";
    return variables.getOrDefault(name, otherwise);
  }

  private static String sum(String text, Map<String, String> variables) {
    Matcher matcher = SUM.matcher(text);
    if (!matcher.matches()) {
      return text.strip();
    }
    long left = number(matcher.group(1), variables);
    long right = number(matcher.group(3), variables);
    return Long.toString(
        switch (matcher.group(2)) {
          case "+" -> left + right;
          case "-" -> left - right;
          default -> left * right;
        });
  }

  private static long number(String text, Map<String, String> variables) {
    try {
      return Long.parseLong(variables.getOrDefault(text, text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static List<Word> split(String script) {
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean literal = false;
    int i = 0;
    while (i <= script.length()) {
      char c = i < script.length() ? script.charAt(i) : '\n';
      int close = c == '\'' || c == '"' ? script.indexOf(c, i + 1) : -1;
      if (close > 0) {
        word.append(script, i + 1, close);
        quoted = true;
        literal |= c == '\'';
        i = close + 1;
      } else if (c == '$' && script.startsWith("$(", i) && script.indexOf(')', i) > 0) {
        int end =
            script.startsWith("$((", i) ? script.indexOf("))", i) + 2 : script.indexOf(')', i) + 1;
        word.append(script, i, Math.max(end, i + 1));
        i = Math.max(end, i + 1);
      } else if (Character.isWhitespace(c) || ";&|".indexOf(c) >= 0) {
        if (!word.isEmpty() || quoted) {
          words.add(new Word(word.toString(), false, literal, quoted));
        }
        word.setLength(0);
        quoted = false;
        literal = false;
        i = operator(script, i, words);
      } else if (c == '\\' && i + 1 < script.length()) {
        word.append(script.charAt(i + 1));
        i += 2;
      } else {
        word.append(c);
        i++;
      }
    }
    return withoutRedirections(words);
  }

  private static int operator(String script, int i, List<Word> words) {
    if (i >= script.length()) {
      return i + 1;
    }
    char c = script.charAt(i);
    boolean twice = i + 1 < script.length() && script.charAt(i + 1) == c && "&|;".indexOf(c) >= 0;
    boolean redirection = c == '&' && i > 0 && script.charAt(i - 1) == '>';
    if (redirection) {
      return i + 1;
    }
    if (c == '\n' || ";&|".indexOf(c) >= 0) {
      String text = c == '\n' ? ";" : twice ? "" + c + c : "" + c;
      words.add(new Word(text, true, false, false));
    }
    return twice ? i + 2 : i + 1;
  }

  /// What goes into a file is not seen.
  private static List<Word> withoutRedirections(List<Word> words) {
    List<Word> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      boolean redirects =
          !word.operator() && !word.quoted() && word.text().matches("\\d?[<>]{1,2}.*");
      if (!redirects) {
        kept.add(word);
      } else if (word.text().matches("\\d?[<>]{1,2}")) {
        i++;
      }
    }
    return kept;
  }
}
