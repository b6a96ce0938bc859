package dev.podium.kubelet.command;

import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;

/// Permission bits, as `ls` shows and `chmod` reads them.
final class Modes {
  private Modes() {}

  static String text(Stat stat) {
    int mode = stat.type() == Type.SYMLINK ? 0777 : stat.mode();
    char kind =
        switch (stat.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case CHARACTER_DEVICE -> 'c';
          case FIFO -> 'p';
        };
    StringBuilder text = new StringBuilder().append(kind);
    for (int shift = 6; shift >= 0; shift -= 3) {
      text.append((mode >> shift & 4) != 0 ? 'r' : '-');
      text.append((mode >> shift & 2) != 0 ? 'w' : '-');
      boolean executes = (mode >> shift & 1) != 0;
      boolean special = (mode & (shift == 6 ? 04000 : shift == 3 ? 02000 : 01000)) != 0;
      char letter = shift == 0 ? 't' : 's';
      text.append(
          special ? (executes ? letter : Character.toUpperCase(letter)) : executes ? 'x' : '-');
    }
    return text.toString();
  }

  /// What a mode such as `u+x,g-w` or `0644` makes of another; -1 for what is none.
  static int apply(String text, int mode, boolean directory) {
    if (text.matches("[0-7]{1,5}")) {
      return Integer.parseInt(text, 8) & 07777;
    }
    int result = mode;
    for (String clause : text.split(",")) {
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("([ugoa]*)(([-+=])([rwxXst]*|[ugo]))+").matcher(clause);
      if (!matcher.matches()) {
        return -1;
      }
      String who = matcher.group(1).isEmpty() ? "ugo" : matcher.group(1).replace("a", "ugo");
      java.util.regex.Matcher action =
          java.util.regex.Pattern.compile("([-+=])([rwxXst]*|[ugo])")
              .matcher(clause.substring(matcher.group(1).length()));
      while (action.find()) {
        result = apply(who, action.group(1).charAt(0), action.group(2), result, directory);
      }
    }
    return result;
  }

  private static int apply(String who, char operator, String letters, int mode, boolean directory) {
    int result = mode;
    for (char one : who.toCharArray()) {
      int shift = one == 'u' ? 6 : one == 'g' ? 3 : 0;
      int bits = 0;
      int special = 0;
      for (char letter : letters.toCharArray()) {
        bits |=
            switch (letter) {
              case 'r' -> 4;
              case 'w' -> 2;
              case 'x' -> 1;
              case 'X' -> directory || (mode & 0111) != 0 ? 1 : 0;
              case 'u' -> mode >> 6 & 7;
              case 'g' -> mode >> 3 & 7;
              case 'o' -> mode & 7;
              default -> 0;
            };
        special |=
            letter == 's'
                ? (one == 'u' ? 04000 : one == 'g' ? 02000 : 0)
                : letter == 't' ? 01000 : 0;
      }
      int shifted = bits << shift | special;
      result =
          switch (operator) {
            case '+' -> result | shifted;
            case '-' -> result & ~shifted;
            default -> (result & ~(7 << shift)) | shifted;
          };
    }
    return result;
  }
}
