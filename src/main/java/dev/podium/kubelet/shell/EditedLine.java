package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A line while it is edited, with its cursor, and shown as it is on a terminal behind a prompt.
final class EditedLine {
  private static final int LONGEST = 64 << 10;
  private static final int USUAL_COLUMNS = 80;

  private final OutputStream out;
  private final Terminal terminal;
  private final StringBuilder line = new StringBuilder();
  private String prompt = "";
  private String killed = "";
  private int cursor;
  private int shownRow;

  EditedLine(OutputStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// An empty line behind a prompt.
  void begin(String promptText) throws IOException {
    prompt = promptText;
    line.setLength(0);
    cursor = 0;
    shownRow = 0;
    write(prompt);
  }

  String text() {
    return line.toString();
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  int length() {
    return line.length();
  }

  int cursor() {
    return cursor;
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private int promptWidth() {
    String last = prompt.substring(prompt.lastIndexOf('\n') + 1);
    return last.replaceAll("\033\\[[0-9;]*[a-zA-Z]", "").length();
  }

  private int columns() {
    return terminal.columns() > 0 ? terminal.columns() : USUAL_COLUMNS;
  }

  void insert(String text) throws IOException {
    if (line.length() + text.length() > LONGEST || text.isEmpty()) {
      return;
    }
    line.insert(cursor, text);
    cursor += text.length();
    if (cursor == line.length()) {
      write(text);
      wrap();
      shownRow = (promptWidth() + cursor) / columns();
    } else {
      show(cursor - text.length());
    }
  }

  /// A terminal that has filled its last column waits there: it is sent to the next row.
  private void wrap() throws IOException {
    if ((promptWidth() + cursor) % columns() == 0) {
      write(" \r");
    }
  }

  /// Shows the line anew from a position on, where the terminal's cursor is.
  private void show(int from) throws IOException {
    String rest = line.substring(Math.min(from, line.length()));
    write("\033[K" + rest);
    int at = promptWidth() + line.length();
    if (at % columns() == 0 && !rest.isEmpty()) {
      write(" \r");
    }
    shownRow = at / columns();
    write("\033[J");
    place(at);
  }

  /// Moves the terminal's cursor to where it belongs, from the column `at` of the whole line.
  private void place(int at) throws IOException {
    int target = promptWidth() + cursor;
    int rows = at / columns() - target / columns();
    StringBuilder moves = new StringBuilder();
    if (rows > 0) {
      moves.append("\033[").append(rows).append('A');
    } else if (rows < 0) {
      moves.append("\033[").append(-rows).append('B');
    }
    int columns = at % columns() - target % columns();
    if (columns > 0) {
      moves.append(columns < 4 && rows == 0 ? "\b".repeat(columns) : "\033[" + columns + "D");
    } else if (columns < 0) {
      moves.append("\033[").append(-columns).append('C');
    }
    if (!moves.isEmpty()) {
      write(moves.toString());
    }
    shownRow = target / columns();
  }

  void move(int to) throws IOException {
    int from = promptWidth() + cursor;
    cursor = Math.clamp(to, 0, line.length());
    place(from);
  }

  void delete(int from, int to) throws IOException {
    if (from < 0 || to > line.length() || from == to) {
      return;
    }
    move(from);
    line.delete(from, to);
    show(from);
  }

  /// Deletes what [#yank] brings back.
  void kill(int from, int to) throws IOException {
    if (from < to) {
      killed = line.substring(from, to);
      delete(from, to);
    }
  }

  void yank() throws IOException {
    insert(killed);
  }

  /// Where the word begins that the cursor is in or behind.
  ///
  /// @param blanks whether only blanks part words
  int wordBefore(boolean blanks) {
    int i = cursor;
    while (i > 0 && !isWord(line.charAt(i - 1), blanks)) {
      i--;
    }
    while (i > 0 && isWord(line.charAt(i - 1), blanks)) {
      i--;
    }
    return i;
  }

  /// Where the word ends that the cursor is in or before.
  int wordAfter() {
    int i = cursor;
    while (i < line.length() && !isWord(line.charAt(i), false)) {
      i++;
    }
    while (i < line.length() && isWord(line.charAt(i), false)) {
      i++;
    }
    return i;
  }

  private static boolean isWord(char c, boolean blanks) {
    return blanks ? c != ' ' : Character.isLetterOrDigit(c);
  }

  void transpose() throws IOException {
    if (cursor < 1 || line.length() < 2) {
      return;
    }
    int at = Math.min(cursor, line.length() - 1);
    char c = line.charAt(at);
    move(at - 1);
    line.setCharAt(at, line.charAt(at - 1));
    line.setCharAt(at - 1, c);
    show(at - 1);
    move(at + 1);
  }

  void replace(String text) throws IOException {
    move(0);
    line.setLength(0);
    line.append(text);
    int at = promptWidth();
    cursor = line.length();
    write("\033[K");
    if (shownRow > 0 || at + text.length() >= columns()) {
      write("\033[J");
    }
    write(text);
    if (!text.isEmpty()) {
      wrap();
    }
    shownRow = (at + cursor) / columns();
  }

  /// Shows a text in the place of the line for a while.
  void cover(String text) throws IOException {
    write("\r\033[K" + text);
  }

  /// Shows the line again, with another text.
  void uncover(String text) throws IOException {
    cover(prompt);
    line.setLength(0);
    cursor = 0;
    insert(text);
  }

  /// Shows prompt and line again in their place.
  void redraw() throws IOException {
    int end = promptWidth() + line.length();
    String wrapped = end % columns() == 0 && !line.isEmpty() ? " \r" : "";
    write("\r\033[K\r" + "\033[A\033[K\r".repeat(shownRow) + prompt + line + wrapped);
    place(end);
  }

  void clearScreen() throws IOException {
    write("\033[H\033[2J");
    shownRow = 0;
    write(prompt);
    show(0);
  }

  /// Shows a table of names below the line, and the line below that.
  void list(List<String> names) throws IOException {
    int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
    int across = Math.max(1, columns() / width);
    int down = (names.size() + across - 1) / across;
    StringBuilder text = new StringBuilder("\n");
    for (int row = 0; row < down; row++) {
      StringBuilder cells = new StringBuilder();
      for (int i = row; i < names.size(); i += down) {
        cells.append(String.format("%-" + width + "s", names.get(i)));
      }
      text.append(cells.toString().stripTrailing()).append("\n");
    }
    write(text.toString());
    int at = cursor;
    write(prompt + line);
    cursor = line.length();
    move(at);
  }
}
