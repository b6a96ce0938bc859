package dev.podium.kubelet.shell;

import dev.podium.kubelet.shell.Node.Assignment;
import dev.podium.kubelet.shell.Word.Part;
import dev.podium.kubelet.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which words are assignments.
final class Assignments {
  private static final Pattern PLAIN = Pattern.compile("([A-Za-z_]\\w*)(\\+?)=");
  private static final Pattern ELEMENT = Pattern.compile("([A-Za-z_]\\w*)\\[");
  private static final Pattern CLOSE = Pattern.compile("\\](\\+?)=");

  private Assignments() {}

  static Optional<Assignment> of(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().getFirst() instanceof Text text)
        || text.quoted()) {
      return Optional.empty();
    }
    Matcher plain = PLAIN.matcher(text.text());
    if (plain.lookingAt()) {
      return Optional.of(
          new Assignment(
              plain.group(1),
              Optional.empty(),
              !plain.group(2).isEmpty(),
              rest(word, 0, plain.end()),
              Optional.empty()));
    }
    Matcher element = ELEMENT.matcher(text.text());
    return element.lookingAt()
        ? subscripted(word, element.group(1), element.end())
        : Optional.empty();
  }

  /// `[3]=x` in an array's list.
  static Optional<Assignment> element(Word word) {
    boolean begins =
        !word.parts().isEmpty()
            && word.parts().getFirst() instanceof Text(String text, boolean quoted)
            && !quoted
            && text.startsWith("[");
    return begins ? subscripted(word, "", 1) : Optional.empty();
  }

  private static Optional<Assignment> subscripted(Word word, String name, int from) {
    List<Part> subscript = new ArrayList<>();
    for (int i = 0; i < word.parts().size(); i++) {
      Part part = word.parts().get(i);
      int begin = i == 0 ? from : 0;
      if (part instanceof Text(String text, boolean quoted) && !quoted) {
        Matcher close = CLOSE.matcher(text);
        if (close.find(begin)) {
          subscript.add(new Text(text.substring(begin, close.start()), false));
          return Optional.of(
              new Assignment(
                  name,
                  Optional.of(new Word(subscript)),
                  !close.group(1).isEmpty(),
                  rest(word, i, close.end()),
                  Optional.empty()));
        }
        subscript.add(new Text(text.substring(begin), false));
      } else {
        subscript.add(part);
      }
    }
    return Optional.empty();
  }

  private static Word rest(Word word, int part, int from) {
    List<Part> parts = new ArrayList<>();
    if (word.parts().get(part) instanceof Text text && from < text.text().length()) {
      parts.add(new Text(text.text().substring(from), false));
    }
    parts.addAll(word.parts().subList(part + 1, word.parts().size()));
    return new Word(parts);
  }
}
