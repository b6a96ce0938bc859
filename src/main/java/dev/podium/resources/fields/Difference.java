package dev.podium.resources.fields;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What differs between two values, in the unified format, of their JSON indented by one space.
///
/// Upstream: staging/src/k8s.io/apimachinery/pkg/util/diff (Diff).
public final class Difference {
  /// How many equal lines are shown on either side of a change.
  private static final int CONTEXT = 3;

  private Difference() {}

  /// @param definition the published type of both, whose internal form is compared
  public static String between(String definition, JsonObject old, JsonObject wanted) {
    return between(
        lines(InternalForm.of(definition, old)), lines(InternalForm.of(definition, wanted)));
  }

  static String between(List<String> old, List<String> wanted) {
    StringBuilder text = new StringBuilder();
    for (List<LineMatcher.Edit> hunk : hunks(new LineMatcher(old, wanted).edits())) {
      LineMatcher.Edit first = hunk.getFirst();
      LineMatcher.Edit last = hunk.getLast();
      text.append("@@ -")
          .append(range(first.oldFrom(), last.oldTo()))
          .append(" +")
          .append(range(first.newFrom(), last.newTo()))
          .append(" @@\n");
      for (LineMatcher.Edit edit : hunk) {
        if (edit.equal()) {
          append(text, ' ', old.subList(edit.oldFrom(), edit.oldTo()));
        } else {
          append(text, '-', old.subList(edit.oldFrom(), edit.oldTo()));
          append(text, '+', wanted.subList(edit.newFrom(), edit.newTo()));
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, char sign, List<String> lines) {
    lines.forEach(line -> text.append(sign).append(line).append('\n'));
  }

  private static String range(int from, int to) {
    int length = to - from;
    if (length == 1) {
      return Integer.toString(from + 1);
    }
    return (length == 0 ? from : from + 1) + "," + length;
  }

  /// Groups of changes with the equal lines around them; far apart changes are groups of their own.
  private static List<List<LineMatcher.Edit>> hunks(List<LineMatcher.Edit> edits) {
    List<List<LineMatcher.Edit>> hunks = new ArrayList<>();
    List<LineMatcher.Edit> hunk = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      LineMatcher.Edit edit = edits.get(i);
      boolean first = i == 0;
      boolean last = i == edits.size() - 1;
      if (!edit.equal()) {
        hunk.add(edit);
      } else if (first) {
        hunk.add(edit.tail(CONTEXT));
      } else if (last) {
        hunk.add(edit.head(CONTEXT));
      } else if (edit.oldTo() - edit.oldFrom() > 2 * CONTEXT) {
        hunk.add(edit.head(CONTEXT));
        hunks.add(hunk);
        hunk = new ArrayList<>(List.of(edit.tail(CONTEXT)));
      } else {
        hunk.add(edit);
      }
    }
    if (hunk.stream().anyMatch(edit -> !edit.equal())) {
      hunks.add(hunk);
    }
    return hunks;
  }

  /// A value's JSON, line by line.
  static List<String> lines(Object value) {
    List<String> lines = new ArrayList<>();
    lines("", value, "", "", lines);
    return lines;
  }

  private static void lines(
      String indent, Object value, String before, String after, List<String> lines) {
    switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        lines.add(indent + before + "{");
        Iterator<Map.Entry<String, Object>> fields = object.iterator();
        while (fields.hasNext()) {
          Map.Entry<String, Object> field = fields.next();
          String name = Json.write(field.getKey()) + ": ";
          lines(indent + " ", field.getValue(), name, fields.hasNext() ? "," : "", lines);
        }
        lines.add(indent + "}" + after);
      }
      case JsonArray array when !array.isEmpty() -> {
        lines.add(indent + before + "[");
        for (int i = 0; i < array.size(); i++) {
          lines(indent + " ", array.get(i), "", i < array.size() - 1 ? "," : "", lines);
        }
        lines.add(indent + "]" + after);
      }
      default -> lines.add(indent + before + Json.write(value) + after);
    }
  }
}
