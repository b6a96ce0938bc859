package dev.podium.kubelet.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of the URLs that a pattern such as `http://host/{a,b}/[1-3]` stands for.
///
/// @param parts what was chosen, for `#1` in names of files
record CurlGlob(String url, List<String> parts) {
  private static final int MOST = 10_000;
  private static final Pattern NUMBERS =
      Pattern.compile("\\[(\\d{1,9})-(\\d{1,9})(?::(\\d{1,9}))?]");
  private static final Pattern LETTERS =
      Pattern.compile("\\[([a-zA-Z])-([a-zA-Z])(?::(\\d{1,3}))?]");

  /// As much of a range as there may be.
  private static final Pattern BEGUN = Pattern.compile("\\[(\\d+-?\\d*|[a-zA-Z](-[a-zA-Z]?)?)");

  /// An address in brackets is none.
  private static final Pattern ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]*]");

  /// @throws CurlFailure 3
  static List<CurlGlob> expand(String pattern) throws CurlFailure {
    List<CurlGlob> done = new ArrayList<>();
    expand(pattern, 0, new CurlGlob("", List.of()), done);
    return done;
  }

  private static void expand(String pattern, int from, CurlGlob soFar, List<CurlGlob> done)
      throws CurlFailure {
    int at = from;
    StringBuilder plain = new StringBuilder(soFar.url);
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '[' && region(ADDRESS, pattern, at).lookingAt()) {
        int end = pattern.indexOf(']', at) + 1;
        plain.append(pattern, at, end);
        at = end;
      } else if (c == '{' || c == '[') {
        int end = pattern.indexOf(c == '{' ? '}' : ']', at) + 1;
        List<String> choices = c == '{' ? words(pattern, at, end) : range(pattern, at);
        for (String choice : choices) {
          List<String> parts = new ArrayList<>(soFar.parts);
          parts.add(choice);
          expand(pattern, end, new CurlGlob(plain + choice, List.copyOf(parts)), done);
        }
        return;
      } else {
        at += c == '\\' && at + 1 < pattern.length() ? 1 : 0;
        plain.append(pattern.charAt(at++));
      }
    }
    if (done.size() >= MOST) {
      throw new CurlFailure(3, "too many URLs for one pattern");
    }
    done.add(new CurlGlob(plain.toString(), soFar.parts));
  }

  private static Matcher region(Pattern form, String pattern, int at) {
    return form.matcher(pattern).region(at, pattern.length());
  }

  private static List<String> words(String pattern, int at, int end) throws CurlFailure {
    if (end == 0) {
      throw wrong("unmatched brace", pattern, at + 1);
    }
    return List.of(pattern.substring(at + 1, end - 1).split(",", -1));
  }

  private static List<String> range(String pattern, int at) throws CurlFailure {
    Matcher numbers = region(NUMBERS, pattern, at);
    Matcher letters = region(LETTERS, pattern, at);
    boolean numeric = numbers.lookingAt();
    if (!numeric && !letters.lookingAt()) {
      Matcher begun = region(BEGUN, pattern, at);
      throw wrong("bad range", pattern, begun.lookingAt() ? begun.end() + 1 : at + 1);
    }
    Matcher found = numeric ? numbers : letters;
    long first = numeric ? Long.parseLong(found.group(1)) : found.group(1).charAt(0);
    long last = numeric ? Long.parseLong(found.group(2)) : found.group(2).charAt(0);
    long step = found.group(3) == null ? 1 : Long.parseLong(found.group(3));
    if (last < first || step == 0) {
      throw wrong("bad range", pattern, found.end() + 1);
    }
    String zeros = found.group(1).startsWith("0") ? "0" + found.group(1).length() : "";
    List<String> choices = new ArrayList<>();
    for (long value = first; value <= last && choices.size() <= MOST; value += step) {
      choices.add(numeric ? String.format("%" + zeros + "d", value) : "" + (char) value);
    }
    return choices;
  }

  private static CurlFailure wrong(String what, String pattern, int position) {
    return new CurlFailure(
        3,
        "%s in URL position %d:\n%s\n%s^"
            .formatted(what, position, pattern, " ".repeat(Math.max(0, position - 1))));
  }

  /// A name of a file with what was chosen in place of `#1`, `#2` and so on.
  String named(String name) {
    String result = name;
    for (int i = 0; i < parts.size(); i++) {
      result = result.replace("#" + (i + 1), parts.get(i));
    }
    return result;
  }
}
