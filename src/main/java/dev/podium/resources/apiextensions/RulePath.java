package dev.podium.resources.apiextensions;

import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /// Whether a path leads to something that a schema tells of.
  static boolean leads(String path, JsonObject schema) {
    List<String> steps = steps(path);
    Optional<JsonObject> at = steps.isEmpty() ? Optional.empty() : Optional.of(schema);
    for (String step : steps) {
      at = at.flatMap(parent -> below(parent, step));
    }
    return at.isPresent();
  }

  private static Optional<JsonObject> below(JsonObject schema, String step) {
    String name = isKey(step) ? key(step) : step;
    return schema
        .findObject("properties", name)
        .or(() -> isKey(step) ? schema.findObject("additionalProperties") : Optional.empty());
  }

  static boolean isKey(String step) {
    return step.startsWith(KEY);
  }

  static String key(String step) {
    return step.substring(KEY.length());
  }
}
