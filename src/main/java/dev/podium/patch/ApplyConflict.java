package dev.podium.patch;

import dev.podium.object.ApiException;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An apply that would change fields of others.
///
/// Upstream: apimachinery/pkg/util/managedfields/internal/conflict.go.
final class ApplyConflict extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Map<Writer, FieldSet> owned;

  /// @param owned the fields in question by the writer who owns them
  ApplyConflict(Map<Writer, FieldSet> owned) {
    super("conflict", null, false, false);
    this.owned = new TreeMap<>(owned);
  }

  FieldSet fields() {
    return owned.values().stream().reduce(FieldSet.EMPTY, FieldSet::union);
  }

  /// This conflict without some fields.
  ApplyConflict without(FieldSet allowed) {
    Map<Writer, FieldSet> left = new TreeMap<>();
    owned.forEach((writer, fields) -> {
      FieldSet rest = fields.leaves().difference(allowed);
      if (!rest.isEmpty()) {
        left.put(writer, rest);
      }
    });
    return new ApplyConflict(left);
  }

  ApiException status() {
    List<JsonObject> causes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    owned.forEach((writer, fields) -> {
      lines.add("conflicts with " + writer.shown() + ":");
      for (List<String> path : fields.leaves().paths()) {
        String field = FieldSet.shown(path);
        lines.add("- " + field);
        causes.add(
            JsonObject.of(
                "reason",
                "FieldManagerConflict",
                "message",
                "conflict with " + writer.shown(),
                "field",
                field));
      }
    });
    String message =
        causes.size() == 1
            ? "Apply failed with 1 conflict: "
                + causes.getFirst().string("message")
                + ": "
                + causes.getFirst().string("field")
            : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
    return ApiException.of(409, "Conflict", message, JsonObject.of("causes", causes));
  }
}
