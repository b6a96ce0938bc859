package dev.podium.cel;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.podium.object.GoRegex;
import dev.podium.object.GoText;
import java.util.ArrayList;
import java.util.List;

/// Functions over plain text beyond those of the strings library: regular expressions, places,
/// formatting.
///
/// Upstream: apiserver/pkg/cel/library/regex.go and cel-go's ext/strings.go.
final class TextFunctions {
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType INT = SimpleType.INT;
  private static final CelType TEXTS = ListType.create(TEXT);

  private TextFunctions() {}

  static Functions library() {
    return places(new Functions())
        .<String, String>member("find", "string_find_string", TEXT, TEXT, TEXT, TextFunctions::find)
        .<String, String>member(
            "findAll",
            "string_find_all_string",
            TEXTS,
            TEXT,
            TEXT,
            (text, regex) -> findAll(text, regex, -1))
        .member(
            "findAll",
            "string_find_all_string_int",
            TEXTS,
            List.of(TEXT, TEXT, INT),
            arguments -> findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]))
        .<String>global(
            "jsonpatch.escapeKey",
            "jsonpatch_escapeKey_string",
            TEXT,
            TEXT,
            key -> key.replace("~", "~0").replace("/", "~1"))
        .<String>global("strings.quote", "strings_quote", TEXT, TEXT, GoText::quote)
        .<String, List<?>>member(
            "format",
            "string_format",
            TEXT,
            TEXT,
            ListType.create(SimpleType.DYN),
            TextFormat::format);
  }

  private static Functions places(Functions functions) {
    return functions
        .<String, String>member(
            "indexOf",
            "string_index_of_string",
            INT,
            TEXT,
            TEXT,
            (text, part) -> points(text, text.indexOf(part)))
        .member(
            "indexOf",
            "string_index_of_string_int",
            INT,
            List.of(TEXT, TEXT, INT),
            arguments -> {
              String text = (String) arguments[0];
              int from = offset(text, (Long) arguments[2]);
              return points(text, text.indexOf((String) arguments[1], from));
            })
        .<String, String>member(
            "lastIndexOf",
            "string_last_index_of_string",
            INT,
            TEXT,
            TEXT,
            (text, part) -> points(text, text.lastIndexOf(part)))
        .member(
            "lastIndexOf",
            "string_last_index_of_string_int",
            INT,
            List.of(TEXT, TEXT, INT),
            arguments -> {
              String text = (String) arguments[0];
              int from = offset(text, (Long) arguments[2]);
              return points(text, text.lastIndexOf((String) arguments[1], from));
            });
  }

  /// A place in UTF-16 as expressions count, in code points.
  private static long points(String text, int at) {
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static int offset(String text, long points) throws CelEvaluationException {
    if (points < 0 || points > text.codePointCount(0, text.length())) {
      throw Functions.failure("index out of range: " + points);
    }
    return text.offsetByCodePoints(0, (int) points);
  }

  private static Matcher matcher(String text, String regex) throws CelEvaluationException {
    try {
      return GoRegex.compile(regex).matcher(text);
    } catch (PatternSyntaxException e) {
      throw Functions.failure("Illegal regex: " + e.getMessage());
    }
  }

  private static String find(String text, String regex) throws CelEvaluationException {
    Matcher matcher = matcher(text, regex);
    return matcher.find() ? matcher.group() : "";
  }

  private static List<String> findAll(String text, String regex, long most)
      throws CelEvaluationException {
    List<String> found = new ArrayList<>();
    Matcher matcher = matcher(text, regex);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
