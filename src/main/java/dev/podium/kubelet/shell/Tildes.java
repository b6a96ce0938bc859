package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Word.Text;
import java.util.List;

/// Where a tilde stands for a home directory in the value of an assignment.
final class Tildes {
  private Tildes() {}

  /// An assignment's value: no more than its first tilde counts, as in a word.
  static Word inAssignment(Word value) {
    boolean list =
        value.parts().size() == 1
            && value.parts().getFirst() instanceof Text(String text, boolean quoted)
            && !quoted
            && text.contains(":~/");
    if (!list) {
      return value;
    }
    String text = ((Text) value.parts().getFirst()).text();
    Word.Parameter home =
        new Word.Parameter("HOME", false, java.util.Optional.empty(), "", List.of());
    List<Word.Part> parts = new java.util.ArrayList<>();
    String[] pieces = text.split(":~/", -1);
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        parts.add(new Text(":", false));
        parts.add(home);
        parts.add(new Text("/", false));
      }
      parts.add(new Text(pieces[i], false));
    }
    return new Word(parts);
  }
}
