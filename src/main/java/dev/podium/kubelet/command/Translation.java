package dev.podium.kubelet.command;

import java.util.ArrayList;
import java.util.List;

/// What `tr` does with each byte.
final class Translation {
  private final int[] map = new int[256];
  private final boolean[] squeezed = new boolean[256];

  Translation(Opts opts) {
    List<Integer> first = set(opts.operands().get(0));
    List<Integer> second = opts.operands().size() > 1 ? set(opts.operands().get(1)) : List.of();
    if (opts.has('c') || opts.has('C')) {
      List<Integer> given = first;
      List<Integer> others = new ArrayList<>();
      for (int b = 0; b < 256; b++) {
        if (!given.contains(b)) {
          others.add(b);
        }
      }
      first = others;
    }
    for (int b = 0; b < 256; b++) {
      map[b] = b;
    }
    boolean deletes = opts.has('d');
    for (int i = 0; i < first.size(); i++) {
      if (deletes) {
        map[first.get(i)] = -1;
      } else if (!second.isEmpty()) {
        map[first.get(i)] = second.get(Math.min(i, second.size() - 1));
      }
    }
    if (opts.has('s')) {
      (second.isEmpty() ? first : second).forEach(b -> squeezed[b] = true);
    }
  }

  /// -1 for what is left out.
  int translate(int b) {
    return map[b];
  }

  boolean squeezes(int b) {
    return squeezed[b];
  }

  private static List<Integer> set(String text) {
    List<Integer> set = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      int close = text.startsWith("[:", i) ? text.indexOf(":]", i) : -1;
      if (close > 0) {
        java.util.regex.Pattern named =
            java.util.regex.Pattern.compile(
                "[" + Glob.characterClass(text.substring(i + 2, close)) + "]");
        for (int b = 0; b < 128; b++) {
          if (named.matcher(String.valueOf((char) b)).matches()) {
            set.add(b);
          }
        }
        i = close + 1;
        continue;
      }
      int[] at = {i};
      int c = character(text, at);
      i = at[0];
      if (i + 2 < text.length() && text.charAt(i + 1) == '-') {
        at[0] = i + 2;
        int last = character(text, at);
        i = at[0];
        for (int b = c; b <= last; b++) {
          set.add(b & 0xff);
        }
      } else {
        set.add(c & 0xff);
      }
    }
    return set;
  }

  private static int character(String text, int[] at) {
    char c = text.charAt(at[0]);
    if (c != '\\' || at[0] + 1 == text.length()) {
      return c;
    }
    char kind = text.charAt(++at[0]);
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'a' -> 7;
      case 'b' -> 8;
      case 'f' -> 12;
      case 'v' -> 11;
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int value = kind - '0';
        for (int k = 0;
            k < 2
                && at[0] + 1 < text.length()
                && text.charAt(at[0] + 1) >= '0'
                && text.charAt(at[0] + 1) <= '7';
            k++) {
          value = value * 8 + text.charAt(++at[0]) - '0';
        }
        yield value;
      }
      default -> kind;
    };
  }
}
