package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The shell's patterns, in which a backslash takes a character's meaning away.
public final class Glob {
  private Glob() {}

  /// Takes the meaning from every character.
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 4);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*?[]\\-!^@+()|".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  public static String unescape(String pattern) {
    if (pattern.indexOf('\\') < 0) {
      return pattern;
    }
    StringBuilder out = new StringBuilder(pattern.length());
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      out.append(c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c);
    }
    return out.toString();
  }

  /// Whether it matches anything but itself.
  public static boolean isMagic(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || c == '[') {
        return true;
      }
    }
    return false;
  }

  public static boolean matches(String pattern, String text) {
    return Regexes.matcher(regex(pattern), text).matches();
  }

  /// The same as a regular expression.
  public static Pattern regex(String pattern) {
    StringBuilder out = new StringBuilder();
    translate(pattern, 0, out, "");
    try {
      return Pattern.compile(out.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException _) {
      return Pattern.compile(Pattern.quote(unescape(pattern)));
    }
  }

  private static int translate(String pattern, int from, StringBuilder out, String stops) {
    int i = from;
    while (i < pattern.length() && stops.indexOf(pattern.charAt(i)) < 0) {
      char c = pattern.charAt(i);
      boolean group = "?*+@!".indexOf(c) >= 0 && pattern.startsWith("(", i + 1);
      if (group && pattern.indexOf(')', i) > 0) {
        i = group(pattern, i, out);
      } else if (c == '[') {
        i = bracket(pattern, i, out);
      } else if (c == '*' || c == '?') {
        out.append(c == '*' ? (out.toString().endsWith(".*") ? "" : ".*") : ".");
        i++;
      } else {
        if (c == '\\' && i + 1 < pattern.length()) {
          c = pattern.charAt(++i);
        }
        out.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        i++;
      }
    }
    return i;
  }

  private static int group(String pattern, int from, StringBuilder out) {
    char kind = pattern.charAt(from);
    out.append(kind == '!' ? "(?!(?:" : "(?:");
    int i = from + 2;
    while (true) {
      i = translate(pattern, i, out, "|)");
      if (i >= pattern.length() || pattern.charAt(i) == ')') {
        break;
      }
      out.append('|');
      i++;
    }
    out.append(kind == '!' ? ")$).*" : ")" + (kind == '@' ? "" : kind));
    return i + 1;
  }

  private static int bracket(String pattern, int from, StringBuilder out) {
    int i = from + 1;
    StringBuilder set = new StringBuilder("[");
    if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
      set.append('^');
      i++;
    }
    for (boolean first = true; i < pattern.length(); first = false) {
      char c = pattern.charAt(i);
      if (c == ']' && !first) {
        out.append(set).append(']');
        return i + 1;
      }
      int close = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i) : -1;
      if (close > 0) {
        set.append(characterClass(pattern.substring(i + 2, close)));
        i = close + 2;
        continue;
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
        set.append('\\').append(c);
      } else {
        set.append("[]&^\\".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
      i++;
    }
    out.append("\\[");
    return from + 1;
  }

  /// What stands for `[:name:]` in a character class.
  public static String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{IsAlphabetic}";
      case "digit" -> "0-9";
      case "alnum" -> "\\p{IsAlphabetic}0-9";
      case "upper" -> "\\p{Lu}";
      case "lower" -> "\\p{Ll}";
      case "space" -> "\\s\\x0B";
      case "blank" -> " \\t";
      case "punct" -> "\\p{Punct}";
      case "print" -> "\\x20-\\x7E";
      case "graph" -> "\\x21-\\x7E";
      case "cntrl" -> "\\p{Cntrl}";
      case "xdigit" -> "0-9A-Fa-f";
      default -> "";
    };
  }

  /// The paths that match, sorted; none where nothing does.
  public static List<String> expand(String pattern, FileSystem files) {
    List<String> found = new ArrayList<>();
    int root = 0;
    while (root < pattern.length() && pattern.charAt(root) == '/') {
      root++;
    }
    walk(pattern.substring(0, root), pattern.substring(root).split("/+", -1), 0, files, found);
    return found;
  }

  private static void walk(
      String base, String[] steps, int at, FileSystem files, List<String> found) {
    if (at == steps.length) {
      if (present(base, files)) {
        found.add(base);
      }
      return;
    }
    boolean last = at + 1 == steps.length;
    String slash = last ? "" : "/";
    if (!isMagic(steps[at])) {
      walk(base + unescape(steps[at]) + slash, steps, at + 1, files, found);
      return;
    }
    Pattern regex = regex(steps[at]);
    boolean hidden = steps[at].startsWith(".");
    for (String name : names(base, files)) {
      if ((hidden || !name.startsWith(".")) && regex.matcher(name).matches()) {
        walk(base + name + slash, steps, at + 1, files, found);
      }
    }
  }

  private static boolean present(String path, FileSystem files) {
    try {
      files.linkStat(path);
      return true;
    } catch (Errno _) {
      return false;
    }
  }

  private static List<String> names(String directory, FileSystem files) {
    try {
      return files.list(directory.isEmpty() ? "." : directory);
    } catch (Errno _) {
      return List.of();
    }
  }
}
