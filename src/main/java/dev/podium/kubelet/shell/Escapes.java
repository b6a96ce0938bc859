package dev.podium.kubelet.shell;

/// Backslash sequences in `$'…'`.
final class Escapes {
  private Escapes() {}

  static String ansi(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      switch (kind) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'a' -> out.append('\007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'v' -> out.append('\013');
        case 'e', 'E' -> out.append('\033');
        case '\\', '\'', '"', '?' -> out.append(kind);
        case 'x' -> i = number(text, i + 1, 16, 2, out);
        case 'u' -> i = number(text, i + 1, 16, 4, out);
        case 'U' -> i = number(text, i + 1, 16, 8, out);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = number(text, i, 8, 3, out);
        default -> out.append('\\').append(kind);
      }
    }
    return out.toString();
  }

  /// Reads up to `most` digits and gives back where the last one is.
  private static int number(String text, int from, int radix, int most, StringBuilder out) {
    int end = from;
    while (end < text.length()
        && end < from + most
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    if (end > from) {
      int value = Integer.parseUnsignedInt(text.substring(from, end), radix);
      out.appendCodePoint(Character.isValidCodePoint(value) ? value : 0xFFFD);
    }
    return end - 1;
  }
}
