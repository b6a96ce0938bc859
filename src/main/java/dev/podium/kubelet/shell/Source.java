package dev.podium.kubelet.shell;

/// Text that is being read, and how far one has come.
final class Source {
  private static final char END = '\0';

  private String text;
  private int position;
  private int line;
  private int counted;

  /// @param line the number of its first line
  Source(String text, int line) {
    this.text = text;
    this.line = line;
  }

  char peek() {
    return peek(0);
  }

  /// NUL behind the end.
  char peek(int ahead) {
    return position + ahead < text.length() ? text.charAt(position + ahead) : END;
  }

  char next() {
    char c = peek();
    position++;
    return c;
  }

  boolean at(String what) {
    return text.startsWith(what, position);
  }

  boolean accept(String what) {
    if (at(what)) {
      position += what.length();
      return true;
    }
    return false;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /// More text might make right what has been read.
  ///
  /// @param missing what has to come
  SyntaxError endsBefore(String missing) {
    return new SyntaxError(missing, line(), true);
  }

  int position() {
    return position;
  }

  void back(int to) {
    position = to;
    if (to < counted) {
      for (int i = to; i < counted; i++) {
        line -= text.charAt(i) == '\n' ? 1 : 0;
      }
      counted = to;
    }
  }

  String since(int from) {
    return text.substring(from, Math.min(position, text.length()));
  }

  int line() {
    for (int end = Math.min(position, text.length()); counted < end; counted++) {
      line += text.charAt(counted) == '\n' ? 1 : 0;
    }
    return line;
  }

  /// The rest of the line, which is passed over with its end.
  String restOfLine() {
    int end = text.indexOf('\n', position);
    String rest = text.substring(Math.min(position, text.length()), end < 0 ? text.length() : end);
    position = end < 0 ? text.length() : end + 1;
    return rest;
  }

  /// Puts something else in the place of what has been read since `from`, to be read next.
  void replace(int from, String with) {
    text = text.substring(0, from) + with + text.substring(position);
    back(from);
  }
}
