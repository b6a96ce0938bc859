package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Owner references that say the same twice are stored once, with a warning
/// (dedupOwnerReferencesAndAddWarning).
final class OwnerReferences {
  private OwnerReferences() {}

  static ApiObject deduplicate(ApiObject object, WriteContext context) {
    List<JsonObject> references = object.ownerReferences();
    if (references.size() < 2) {
      return object;
    }
    Set<JsonObject> distinct = new LinkedHashSet<>();
    Set<String> repeated = new TreeSet<>();
    for (JsonObject reference : references) {
      if (!distinct.add(reference)) {
        repeated.add(reference.string("uid"));
      }
    }
    if (repeated.isEmpty()) {
      return object;
    }
    context
        .warnings()
        .accept(
            ".metadata.ownerReferences contains duplicate entries; API server dedups owner"
                + " references in 1.20+, and may reject such requests as early as 1.24; please fix"
                + " your requests; duplicate UID(s) observed: "
                + String.join(", ", repeated));
    return object.editMetadata(
        metadata -> metadata.set("ownerReferences", new ArrayList<>(distinct)));
  }
}
