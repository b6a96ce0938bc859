package dev.podium.kubelet.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Which keys stand for which commands of the line editor, as readline has it in its emacs mode.
final class Keymap {
  private static final int ESCAPE = 27;

  private final InputStream in;

  /// By readline's names.
  enum Command {
    ABORT,
    ACCEPT_LINE,
    BACKWARD_CHAR,
    BACKWARD_DELETE_CHAR,
    BACKWARD_KILL_WORD,
    BACKWARD_WORD,
    BEGINNING_OF_LINE,
    CLEAR_SCREEN,
    COMPLETE,
    DELETE_CHAR,
    /// Ends the input where the line is empty.
    DELETE_CHAR_OR_END,
    END_OF_LINE,
    FORWARD_CHAR,
    FORWARD_WORD,
    INTERRUPT,
    KILL_LINE,
    KILL_WORD,
    NEXT_HISTORY,
    PREVIOUS_HISTORY,
    REVERSE_SEARCH_HISTORY,
    SELF_INSERT,
    TRANSPOSE_CHARS,
    UNIX_LINE_DISCARD,
    UNIX_WORD_RUBOUT,
    YANK,
    YANK_LAST_ARG,
    /// Keys that stand for nothing.
    NONE,
    /// Nobody types any longer.
    NO_MORE
  }

  /// @param text what SELF_INSERT inserts
  record Stroke(Command command, String text) {
    private static Stroke of(Command command) {
      return new Stroke(command, "");
    }
  }

  Keymap(InputStream in) {
    this.in = in;
  }

  /// Waits for a key.
  ///
  /// @param escapes whether Escape is a key of its own where nothing comes with it
  Stroke next(boolean escapes) throws IOException {
    int key = in.read();
    if (key == ESCAPE) {
      return Stroke.of(escapes && in.available() == 0 ? Command.NONE : sequence());
    }
    return key >= ' ' && key != 127
        ? new Stroke(Command.SELF_INSERT, character(key))
        : Stroke.of(control(key));
  }

  private static Command control(int key) {
    return switch (key) {
      case -1 -> Command.NO_MORE;
      case '\r', '\n' -> Command.ACCEPT_LINE;
      case '\t' -> Command.COMPLETE;
      case 1 -> Command.BEGINNING_OF_LINE;
      case 2 -> Command.BACKWARD_CHAR;
      case 3 -> Command.INTERRUPT;
      case 4 -> Command.DELETE_CHAR_OR_END;
      case 5 -> Command.END_OF_LINE;
      case 6 -> Command.FORWARD_CHAR;
      case 7 -> Command.ABORT;
      case 8, 127 -> Command.BACKWARD_DELETE_CHAR;
      case 11 -> Command.KILL_LINE;
      case 12 -> Command.CLEAR_SCREEN;
      case 14 -> Command.NEXT_HISTORY;
      case 16 -> Command.PREVIOUS_HISTORY;
      case 18 -> Command.REVERSE_SEARCH_HISTORY;
      case 20 -> Command.TRANSPOSE_CHARS;
      case 21 -> Command.UNIX_LINE_DISCARD;
      case 23 -> Command.UNIX_WORD_RUBOUT;
      case 25 -> Command.YANK;
      default -> Command.NONE;
    };
  }

  /// What comes behind an Escape.
  private Command sequence() throws IOException {
    int kind = in.read();
    return switch (kind) {
      case '[', 'O' -> function();
      case 'b' -> Command.BACKWARD_WORD;
      case 'f' -> Command.FORWARD_WORD;
      case 'd' -> Command.KILL_WORD;
      case 127, 8 -> Command.BACKWARD_KILL_WORD;
      case '.' -> Command.YANK_LAST_ARG;
      default -> Command.NONE;
    };
  }

  /// What a key sends that is none of a character's.
  private Command function() throws IOException {
    StringBuilder digits = new StringBuilder();
    int last = in.read();
    while ((last >= '0' && last <= '9') || last == ';') {
      digits.append((char) last);
      last = in.read();
    }
    String parameters = digits.toString();
    boolean withModifier = parameters.startsWith("1;");
    return switch (last) {
      case 'A' -> Command.PREVIOUS_HISTORY;
      case 'B' -> Command.NEXT_HISTORY;
      case 'C' -> withModifier ? Command.FORWARD_WORD : Command.FORWARD_CHAR;
      case 'D' -> withModifier ? Command.BACKWARD_WORD : Command.BACKWARD_CHAR;
      case 'H' -> Command.BEGINNING_OF_LINE;
      case 'F' -> Command.END_OF_LINE;
      case '~' ->
          switch (parameters) {
            case "1", "7" -> Command.BEGINNING_OF_LINE;
            case "4", "8" -> Command.END_OF_LINE;
            case "3" -> Command.DELETE_CHAR;
            default -> Command.NONE;
          };
      default -> Command.NONE;
    };
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
}
