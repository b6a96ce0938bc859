package dev.podium.patch;

import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who writes, and how: what tells the entries of `metadata.managedFields` apart.
///
/// @param operation `Apply` or `Update`
/// @param apiVersion empty for an applier, who is the same one in every version
/// @param subresource empty for writes to the object itself
record Writer(String manager, String operation, String apiVersion, String subresource)
    implements Comparable<Writer> {
  static final String APPLY = "Apply";
  static final String UPDATE = "Update";

  static Writer applier(String manager, String subresource) {
    return new Writer(named(manager), APPLY, "", subresource);
  }

  static Writer updater(String manager, String apiVersion, String subresource) {
    return new Writer(named(manager), UPDATE, apiVersion, subresource);
  }

  private static String named(String manager) {
    return manager.isEmpty() ? "unknown" : manager;
  }

  boolean applies() {
    return operation.equals(APPLY);
  }

  /// As conflicts name them: `"x" with subresource "scale" using apps/v1`.
  ///
  /// Upstream: `printManager` in apimachinery/pkg/util/managedfields/internal/conflict.go.
  String shown() {
    String text = GoText.quote(manager);
    if (!subresource.isEmpty()) {
      text += " with subresource " + GoText.quote(subresource);
    }
    return applies() ? text : text + " using " + apiVersion;
  }

  /// The order of upstream's manager identifiers, which are JSON text.
  @Override
  public int compareTo(Writer other) {
    return identifier().compareTo(other.identifier());
  }

  private String identifier() {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "manager", manager);
    put(fields, "operation", operation);
    put(fields, "apiVersion", apiVersion);
    put(fields, "subresource", subresource);
    return Json.write(JsonObject.of(fields));
  }

  static void put(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
