package dev.podium.web.media;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The warnings of one request, each said once, as `Warning` headers.
///
/// Upstream: apiserver's endpoints/filters/warning.go and apimachinery/pkg/util/net/http.go
/// (NewWarningHeader).
public final class Warnings implements Consumer<String> {
  /// From so many characters on, each text is cut.
  private static final int MOST = 4 * 1024;

  private static final int MOST_WHEN_CUT = 256;

  private final Set<String> texts = new LinkedHashSet<>();

  @Override
  public void accept(String text) {
    if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  public void writeTo(HttpServletResponse response) {
    for (String text : fitting()) {
      if (text.chars().noneMatch(Character::isISOControl)) {
        response.addHeader("Warning", header(text));
      }
    }
  }

  private List<String> fitting() {
    int length = texts.stream().mapToInt(Warnings::length).sum();
    if (length <= MOST) {
      return List.copyOf(texts);
    }
    List<String> cut = new ArrayList<>();
    int written = 0;
    for (String text : texts) {
      if (written < MOST) {
        String part =
            length(text) > MOST_WHEN_CUT
                ? text.substring(0, text.offsetByCodePoints(0, MOST_WHEN_CUT))
                : text;
        cut.add(part);
        written += length(part);
      }
    }
    return cut;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// The container writes headers in Latin-1; so that UTF-8 goes out, its bytes are passed as
  /// characters.
  private static String header(String text) {
    String quoted = "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
