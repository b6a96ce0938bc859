package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Terminal;
import dev.podium.kubelet.shell.Keymap.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a line be typed and mended on a terminal in raw mode, as readline does by default.
///
/// The lock guards the line and what is shown of it; it is let go while a key is waited for.
final class LineEditor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Keymap keys;
  private final EditedLine line;
  private final List<String> history;
  private final Completion completion;
  private String typed = "";
  private int entry;
  private boolean tabbed;
  private boolean editing;

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
    this.keys = new Keymap(in);
    this.line = new EditedLine(out, terminal);
    this.history = history;
    this.completion = completion;
  }

  Input read(String prompt) throws IOException {
    lock.lock();
    try {
      editing = true;
      line.begin(prompt);
      entry = history.size();
      Optional<Input> input = Optional.empty();
      while (input.isEmpty()) {
        input = run(next(false));
      }
      return input.get();
    } finally {
      editing = false;
      lock.unlock();
    }
  }

  private Keymap.Stroke next(boolean escapes) throws IOException {
    lock.unlock();
    try {
      return keys.next(escapes);
    } finally {
      lock.lock();
    }
  }

  /// The window has another size: the line is shown anew (_rl_redisplay_after_sigwinch in
  /// readline's display.c), by which who has just attached sees the prompt.
  void redraw() {
    lock.lock();
    try {
      if (editing) {
        line.redraw();
      }
    } catch (IOException _) {
      // Nobody looks any longer; who reads the keys hears of that too.
    } finally {
      lock.unlock();
    }
  }

  /// @return what the line came to; empty while it is edited
  private Optional<Input> run(Keymap.Stroke key) throws IOException {
    boolean again = tabbed;
    tabbed = false;
    switch (key.command()) {
      case NO_MORE -> {
        return Optional.of(new Input.End());
      }
      case ACCEPT_LINE -> {
        line.move(line.length());
        line.write("\n");
        return Optional.of(new Input.Line(line.text()));
      }
      case INTERRUPT -> {
        line.write("^C\n");
        return Optional.of(new Input.Interrupted());
      }
      case DELETE_CHAR_OR_END -> {
        if (line.isEmpty()) {
          return Optional.of(new Input.End());
        }
        line.delete(line.cursor(), line.cursor() + 1);
      }
      case REVERSE_SEARCH_HISTORY -> {
        return run(search());
      }
      case COMPLETE -> complete(again);
      case SELF_INSERT -> line.insert(key.text());
      default -> edit(key.command());
    }
    return Optional.empty();
  }

  private void edit(Command command) throws IOException {
    int cursor = line.cursor();
    switch (command) {
      case BEGINNING_OF_LINE -> line.move(0);
      case END_OF_LINE -> line.move(line.length());
      case BACKWARD_CHAR -> line.move(cursor - 1);
      case FORWARD_CHAR -> line.move(cursor + 1);
      case BACKWARD_WORD -> line.move(line.wordBefore(false));
      case FORWARD_WORD -> line.move(line.wordAfter());
      case BACKWARD_DELETE_CHAR -> line.delete(cursor - 1, cursor);
      case DELETE_CHAR -> line.delete(cursor, cursor + 1);
      case KILL_LINE -> line.kill(cursor, line.length());
      case KILL_WORD -> line.kill(cursor, line.wordAfter());
      case BACKWARD_KILL_WORD -> line.kill(line.wordBefore(false), cursor);
      case UNIX_LINE_DISCARD -> line.kill(0, cursor);
      case UNIX_WORD_RUBOUT -> line.kill(line.wordBefore(true), cursor);
      case YANK -> line.yank();
      case YANK_LAST_ARG -> line.insert(lastArgument());
      case TRANSPOSE_CHARS -> line.transpose();
      case CLEAR_SCREEN -> line.clearScreen();
      case NEXT_HISTORY -> recall(entry + 1);
      case PREVIOUS_HISTORY -> recall(entry - 1);
      default -> {}
    }
  }

  private String lastArgument() {
    return history.isEmpty() ? "" : history.getLast().replaceAll("(?s)^.*\\s", "");
  }

  private void recall(int to) throws IOException {
    if (to < 0 || to > history.size() || to == entry) {
      return;
    }
    if (entry == history.size()) {
      typed = line.text();
    }
    entry = to;
    line.replace(to == history.size() ? typed : history.get(to));
  }

  /// Looks for what one types in what was typed before, from the last on.
  ///
  /// @return the key that ends the search, and is still to do what it stands for
  private Keymap.Stroke search() throws IOException {
    StringBuilder wanted = new StringBuilder();
    int at = history.size();
    String before = line.text();
    while (true) {
      String found = at < history.size() ? history.get(at) : "";
      line.cover("(reverse-i-search)`" + wanted + "': " + found);
      Keymap.Stroke key = next(true);
      switch (key.command()) {
        case REVERSE_SEARCH_HISTORY -> at = find(wanted.toString(), at - 1, at);
        case BACKWARD_DELETE_CHAR -> {
          wanted.setLength(Math.max(0, wanted.length() - 1));
          at = find(wanted.toString(), history.size() - 1, history.size());
        }
        case SELF_INSERT -> {
          wanted.append(key.text());
          at = find(wanted.toString(), Math.min(at, history.size() - 1), at);
        }
        default -> {
          line.uncover(key.command() == Command.ABORT || found.isEmpty() ? before : found);
          return key;
        }
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
    Completion.Candidates candidates = completion.at(line.text(), line.cursor());
    String common = candidates.common();
    int have = line.cursor() - candidates.from();
    if (common.length() > have) {
      line.insert(common.substring(have));
    } else if (again && !candidates.whole().isEmpty()) {
      line.list(candidates.names());
    } else {
      line.write("\007");
      tabbed = !candidates.whole().isEmpty();
    }
  }
}
