package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `a{b,c}d` and `{1..5}`, as bash expands them before anything else.
final class Braces {
  private static final Pattern RANGE =
      Pattern.compile("(-?\\d+|[A-Za-z])\\.\\.(-?\\d+|[A-Za-z])(?:\\.\\.(-?\\d+))?");
  private static final int MOST = 100_000;

  private Braces() {}

  static List<Word> expand(Word word) {
    boolean candidate =
        word.parts().stream()
            .anyMatch(part ->
                part instanceof Text(String text, boolean quoted)
                    && !quoted
                    && text.indexOf('{') >= 0);
    if (!candidate) {
      return List.of(word);
    }
    List<Part> atoms = new ArrayList<>();
    for (Part part : word.parts()) {
      if (part instanceof Text(String text, boolean quoted) && !quoted) {
        text.chars().forEach(c -> atoms.add(new Text(String.valueOf((char) c), false)));
      } else {
        atoms.add(part);
      }
    }
    return expand(atoms).stream().map(Braces::join).toList();
  }

  private static Word join(List<Part> atoms) {
    List<Part> parts = new ArrayList<>();
    for (Part atom : atoms) {
      if (!parts.isEmpty()
          && atom instanceof Text(String more, boolean quoted)
          && !quoted
          && parts.getLast() instanceof Text(String text, boolean before)
          && !before) {
        parts.set(parts.size() - 1, new Text(text + more, false));
      } else {
        parts.add(atom);
      }
    }
    return new Word(parts);
  }

  private static boolean is(Part part, char c) {
    return part instanceof Text(String text, boolean quoted)
        && !quoted
        && text.length() == 1
        && text.charAt(0) == c;
  }

  private static List<List<Part>> expand(List<Part> atoms) {
    for (int open = 0; open < atoms.size(); open++) {
      if (!is(atoms.get(open), '{')) {
        continue;
      }
      int close = close(atoms, open);
      List<List<Part>> choices = close < 0 ? List.of() : choices(atoms.subList(open + 1, close));
      if (choices.isEmpty()) {
        continue;
      }
      List<List<Part>> tails = expand(atoms.subList(close + 1, atoms.size()));
      List<List<Part>> all = new ArrayList<>();
      for (List<Part> choice : choices) {
        for (List<Part> middle : expand(choice)) {
          for (List<Part> tail : tails) {
            List<Part> one = new ArrayList<>(atoms.subList(0, open));
            one.addAll(middle);
            one.addAll(tail);
            all.add(one);
            if (all.size() > MOST) {
              throw new ShellError("brace expansion: failed to allocate memory", 1);
            }
          }
        }
      }
      return all;
    }
    return List.of(atoms);
  }

  private static int close(List<Part> atoms, int open) {
    int depth = 0;
    for (int i = open; i < atoms.size(); i++) {
      depth += is(atoms.get(i), '{') ? 1 : is(atoms.get(i), '}') ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /// What may stand in the braces' place; nothing where they are no such braces.
  private static List<List<Part>> choices(List<Part> inner) {
    List<List<Part>> choices = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < inner.size(); i++) {
      depth += is(inner.get(i), '{') ? 1 : is(inner.get(i), '}') ? -1 : 0;
      if (depth == 0 && is(inner.get(i), ',')) {
        choices.add(inner.subList(begin, i));
        begin = i + 1;
      }
    }
    if (begin > 0) {
      choices.add(inner.subList(begin, inner.size()));
      return choices;
    }
    return range(join(inner).plain().orElse(""));
  }

  private static List<List<Part>> range(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return List.of();
    }
    boolean letters = Character.isLetter(range.group(1).charAt(0));
    if (letters != Character.isLetter(range.group(2).charAt(0))) {
      return List.of();
    }
    long from = letters ? range.group(1).charAt(0) : Long.parseLong(range.group(1));
    long to = letters ? range.group(2).charAt(0) : Long.parseLong(range.group(2));
    long step = range.group(3) == null ? 1 : Math.max(1, Math.abs(Long.parseLong(range.group(3))));
    if (Math.abs(to - from) / step > MOST) {
      return List.of();
    }
    int width =
        !letters && (padded(range.group(1)) || padded(range.group(2)))
            ? Math.max(range.group(1).length(), range.group(2).length())
            : 0;
    List<List<Part>> values = new ArrayList<>();
    for (long v = from; from <= to ? v <= to : v >= to; v += from <= to ? step : -step) {
      String value = letters ? String.valueOf((char) v) : Long.toString(v);
      if (width > value.length()) {
        value = String.format("%0" + width + "d", v);
      }
      values.add(List.of(new Text(value, false)));
    }
    return values;
  }

  private static boolean padded(String number) {
    return number.matches("-?0\\d+");
  }
}
