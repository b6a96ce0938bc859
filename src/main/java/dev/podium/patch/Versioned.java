package dev.podium.patch;

import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Two states of one object, compared in each version that is asked for.
final class Versioned {
  private final ObjectVersions versions;
  private final JsonObject before;
  private final JsonObject after;
  private final Map<String, Optional<Comparison>> comparisons = new HashMap<>();

  Versioned(ObjectVersions versions, String apiVersion, JsonObject before, JsonObject after) {
    this.versions = versions;
    this.before = before;
    this.after = after;
    ObjectType type = versions.type(apiVersion).orElseThrow();
    comparisons.put(
        apiVersion,
        Optional.of(Comparison.of(before, after, type).among(versions.ownable(apiVersion))));
  }

  /// What differs, or nothing for a version that is no longer served.
  Optional<Comparison> in(String apiVersion) {
    Optional<Comparison> known = comparisons.get(apiVersion);
    if (known == null) {
      known = versions.type(apiVersion).map(type -> compare(apiVersion, type));
      comparisons.put(apiVersion, known);
    }
    return known;
  }

  private Comparison compare(String apiVersion, ObjectType type) {
    return Comparison.of(
            versions.convert(before, apiVersion), versions.convert(after, apiVersion), type)
        .among(versions.ownable(apiVersion));
  }
}
