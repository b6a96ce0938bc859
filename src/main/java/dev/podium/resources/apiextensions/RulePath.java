package dev.podium.resources.apiextensions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `fieldPath` of a rule: `.spec.min` or `.labels['a.b']`.
///
/// Upstream: ValidFieldPath in apiextensions-apiserver's pkg/apiserver/schema/cel/validation.go.
final class RulePath {
  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]");
  private static final String KEY = "\0";

  private RulePath() {}

  /// The steps of a path; none where it is no path.
  static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path.strip());
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      String field = matcher.group(1);
      String key = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      steps.add(field == null ? KEY + key : field);
      end = matcher.end();
    }
    return end == path.strip().length() ? steps : List.of();
  }

  static boolean isKey(String step) {
    return step.startsWith(KEY);
  }

  static String key(String step) {
    return step.substring(KEY.length());
  }
}
