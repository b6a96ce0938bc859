package dev.podium.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How expressions spell field names that are no identifiers: `x-y` as `x__dash__y`, `namespace` as
/// `__namespace__`.
///
/// Upstream: Escape in apiserver/pkg/cel/escaping.go.
public final class FieldNames {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private FieldNames() {}

  static Stream<String> reserved() {
    return RESERVED.stream();
  }

  /// Whether an expression can name something so as it stands: an identifier that is no word of the
  /// language.
  public static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches() && !RESERVED.contains(name);
  }

  /// The field of a structure that has those spellings; words of the language stand for themselves
  /// after a dot.
  static String canonical(String step) {
    return RESERVED.contains(step) ? "__" + step + "__" : step;
  }

  /// The spelling; nothing where there is none, so that no expression can name the field.
  static Optional<String> escape(String name) {
    if (RESERVED.contains(name)) {
      return Optional.of("__" + name + "__");
    }
    String escaped =
        name.replace("__", "__underscores__")
            .replace(".", "__dot__")
            .replace("-", "__dash__")
            .replace("/", "__slash__");
    return IDENTIFIER.matcher(escaped).matches() ? Optional.of(escaped) : Optional.empty();
  }
}
