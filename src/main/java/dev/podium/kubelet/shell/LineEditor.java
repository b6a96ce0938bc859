package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lets a line be typed and mended on a terminal in raw mode, as readline does by default.
final class LineEditor {
  private static final int LONGEST = 64 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final Terminal terminal;
  private final List<String> history;
  private final Completion completion;
  private final StringBuilder line = new StringBuilder();
  private String prompt = "";
  private String cut = "";
  private String typed = "";
  private int cursor;
  private int shownRow;
  private int entry;
  private boolean tabbed;

  /// What came of it.
  sealed interface Input {
    record Line(String text) implements Input {}

    /// Ctrl-C.
    record Interrupted() implements Input {}

    /// Ctrl-D, or nobody types any longer.
    record End() implements Input {}
  }

  LineEditor(
      InputStream in,
      OutputStream out,
      Terminal terminal,
      List<String> history,
      Completion completion) {
    this.in = in;
    this.out = out;
    this.terminal = terminal;
    this.history = history;
    this.completion = completion;
  }

  Input read(String promptText) throws IOException {
    prompt = promptText;
    line.setLength(0);
    cursor = 0;
    shownRow = 0;
    entry = history.size();
    write(prompt);
    while (true) {
      int key = in.read();
      boolean again = tabbed;
      tabbed = false;
      switch (key) {
        case -1 -> {
          return new Input.End();
        }
        case '\r', '\n' -> {
          end();
          write("\n");
          return new Input.Line(line.toString());
        }
        case 3 -> {
          write("^C\n");
          return new Input.Interrupted();
        }
        case 4 -> {
          if (line.isEmpty()) {
            return new Input.End();
          }
          delete(cursor, cursor + 1);
        }
        case '\t' -> complete(again);
        case 18 -> {
          if (search()) {
            write("\n");
            return new Input.Line(line.toString());
          }
        }
        default -> key(key);
      }
    }
  }

  private void key(int key) throws IOException {
    switch (key) {
      case 1 -> move(0);
      case 5 -> end();
      case 2 -> move(cursor - 1);
      case 6 -> move(cursor + 1);
      case 8, 127 -> delete(cursor - 1, cursor);
      case 11 -> cut(cursor, line.length());
      case 12 -> {
        write("\033[H\033[2J");
        shownRow = 0;
        write(prompt);
        show(0);
      }
      case 14 -> recall(entry + 1);
      case 16 -> recall(entry - 1);
      case 20 -> transpose();
      case 21 -> cut(0, cursor);
      case 23 -> cut(wordBefore(true), cursor);
      case 25 -> insert(cut);
      case 27 -> escape();
      default -> {
        if (key >= 32) {
          insert(character(key));
        }
      }
    }
  }

  /// The rest of a character of several bytes.
  private String character(int first) throws IOException {
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(first);
    for (int i = 0; i < more; i++) {
      bytes.write(in.read());
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void escape() throws IOException {
    int kind = in.read();
    if (kind != '[' && kind != 'O') {
      switch (kind) {
        case 'b' -> move(wordBefore(false));
        case 'f' -> move(wordAfter());
        case 'd' -> cut(cursor, wordAfter());
        case 127, 8 -> cut(wordBefore(false), cursor);
        case '.' -> insert(lastArgument());
        default -> {}
      }
      return;
    }
    StringBuilder parameters = new StringBuilder();
    int last = in.read();
    while ((last >= '0' && last <= '9') || last == ';') {
      parameters.append((char) last);
      last = in.read();
    }
    boolean word = parameters.toString().startsWith("1;");
    switch (last) {
      case 'A' -> recall(entry - 1);
      case 'B' -> recall(entry + 1);
      case 'C' -> move(word ? wordAfter() : cursor + 1);
      case 'D' -> move(word ? wordBefore(false) : cursor - 1);
      case 'H' -> move(0);
      case 'F' -> end();
      case '~' -> {
        switch (parameters.toString()) {
          case "1", "7" -> move(0);
          case "4", "8" -> end();
          case "3" -> delete(cursor, cursor + 1);
          default -> {}
        }
      }
      default -> {}
    }
  }

  private String lastArgument() {
    return history.isEmpty() ? "" : history.getLast().replaceAll("(?s)^.*\\s", "");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private int promptWidth() {
    String last = prompt.substring(prompt.lastIndexOf('\n') + 1);
    return last.replaceAll("\033\\[[0-9;]*[a-zA-Z]", "").length();
  }

  private int columns() {
    return terminal.columns() > 0 ? terminal.columns() : 80;
  }

  private void insert(String text) throws IOException {
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

  private void move(int to) throws IOException {
    int target = Math.clamp(to, 0, line.length());
    int from = promptWidth() + cursor;
    cursor = target;
    place(from);
  }

  private void end() throws IOException {
    move(line.length());
  }

  private void delete(int from, int to) throws IOException {
    if (from < 0 || to > line.length() || from == to) {
      return;
    }
    move(from);
    line.delete(from, to);
    show(from);
  }

  private void cut(int from, int to) throws IOException {
    if (from < to) {
      cut = line.substring(from, to);
      delete(from, to);
    }
  }

  /// @param blanks whether only blanks part words
  private int wordBefore(boolean blanks) {
    int i = cursor;
    while (i > 0 && !isWord(line.charAt(i - 1), blanks)) {
      i--;
    }
    while (i > 0 && isWord(line.charAt(i - 1), blanks)) {
      i--;
    }
    return i;
  }

  private int wordAfter() {
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

  private void transpose() throws IOException {
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

  private void replace(String text) throws IOException {
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

  private void recall(int to) throws IOException {
    if (to < 0 || to > history.size() || to == entry) {
      return;
    }
    if (entry == history.size()) {
      typed = line.toString();
    }
    entry = to;
    replace(to == history.size() ? typed : history.get(to));
  }

  /// Looks for what one types in what was typed before, from the last on.
  ///
  /// @return whether the line is finished with it
  private boolean search() throws IOException {
    StringBuilder wanted = new StringBuilder();
    int at = history.size();
    String before = line.toString();
    while (true) {
      String found = at < history.size() ? history.get(at) : "";
      write("\r\033[K(reverse-i-search)`" + wanted + "': " + found);
      int key = in.read();
      if (key == 18) {
        at = find(wanted.toString(), at - 1, at);
      } else if (key == 127 || key == 8) {
        wanted.setLength(Math.max(0, wanted.length() - 1));
        at = find(wanted.toString(), history.size() - 1, history.size());
      } else if (key >= 32) {
        wanted.append(character(key));
        at = find(wanted.toString(), Math.min(at, history.size() - 1), at);
      } else {
        String chosen = key == 3 || key == 7 || found.isEmpty() ? before : found;
        write("\r\033[K" + prompt);
        line.setLength(0);
        cursor = 0;
        insert(chosen);
        return key == '\r' || key == '\n';
      }
    }
  }

  private int find(String wanted, int from, int otherwise) {
    for (int i = from; i >= 0; i--) {
      if (!wanted.isEmpty() && history.get(i).contains(wanted)) {
        return i;
      }
    }
    return otherwise;
  }

  private void complete(boolean again) throws IOException {
    Completion.Candidates candidates = completion.at(line.toString(), cursor);
    List<String> whole = candidates.whole();
    if (whole.isEmpty()) {
      write("\007");
      return;
    }
    String common = whole.getFirst();
    for (String candidate : whole) {
      int k = 0;
      while (k < Math.min(common.length(), candidate.length())
          && common.charAt(k) == candidate.charAt(k)) {
        k++;
      }
      common = common.substring(0, k);
    }
    int have = cursor - candidates.from();
    if (common.length() > have) {
      insert(common.substring(have));
    } else if (again) {
      list(whole);
    } else {
      write("\007");
      tabbed = true;
    }
  }

  private void list(List<String> candidates) throws IOException {
    List<String> names =
        candidates.stream().map(name -> name.strip().replaceAll("^.*/(?=[^/])", "")).toList();
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
