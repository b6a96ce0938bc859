package dev.podium.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings a comment's line breaks and the released document's words together.
///
/// client-java-proto's comments are laid out as Go has them, but some are newer than the release;
/// client-java-api's are those of the release, with every white space folded.
final class Wording {
  private static final Pattern WORD = Pattern.compile("(\\s*)(\\S+)");

  private final List<String> gaps = new ArrayList<>();
  private final List<String> words = new ArrayList<>();

  private Wording(String text) {
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      gaps.add(word.group(1));
      words.add(word.group(2));
    }
  }

  /// The released words, parted as in the comment wherever it has the same two words together.
  static String of(String comment, String released) {
    Wording laidOut = new Wording(comment);
    Wording right = new Wording(unmangled(released));
    if (right.words.isEmpty() || right.words.equals(laidOut.words)) {
      return comment;
    }
    int[] match = laidOut.align(right.words);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < match.length; i++) {
      boolean together = i > 0 && match[i] > 0 && match[i - 1] == match[i] - 1;
      text.append(together ? laidOut.gaps.get(match[i]) : i > 0 ? " " : "");
      text.append(right.words.get(i));
    }
    return text.toString();
  }

  /// Undoes what client-java's generator does to text that would end or begin a Java comment.
  private static String unmangled(String text) {
    return text.replace("*_/", "*/").replace("/_*", "/*");
  }

  /// For each of the other's words, the number of the same word here in a longest common
  /// subsequence, or -1.
  private int[] align(List<String> other) {
    int[][] length = new int[other.size() + 1][words.size() + 1];
    for (int i = other.size() - 1; i >= 0; i--) {
      for (int j = words.size() - 1; j >= 0; j--) {
        length[i][j] =
            other.get(i).equals(words.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int[] match = new int[other.size()];
    int j = 0;
    for (int i = 0; i < match.length; i++) {
      while (j < words.size()
          && !other.get(i).equals(words.get(j))
          && length[i][j + 1] == length[i][j]) {
        j++;
      }
      boolean same = j < words.size() && other.get(i).equals(words.get(j));
      match[i] = same ? j++ : -1;
    }
    return match;
  }
}
