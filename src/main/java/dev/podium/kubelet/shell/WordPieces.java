package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;

/// The parts of a word as they come, with neighbouring characters put together.
final class WordPieces {
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean quotes;

  void add(char c, boolean quoted) {
    if (quoted != quotes) {
      flush();
      quotes = quoted;
    }
    text.append(c);
  }

  void add(Part part) {
    flush();
    parts.add(part);
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Text(text.toString(), quotes));
      text.setLength(0);
    }
  }

  List<Part> done() {
    flush();
    return parts;
  }
}
