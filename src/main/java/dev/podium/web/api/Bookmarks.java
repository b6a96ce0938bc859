package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.schema.ObjectType;

/// The objects of BOOKMARK events: of the watched kind, with nothing in them but a version and what
/// Go always writes.
final class Bookmarks {
  /// That what existed at the beginning has been told (metav1.InitialEventsAnnotationKey).
  private static final JsonObject INITIAL_EVENTS_END =
      JsonObject.of("k8s.io/initial-events-end", "true");

  /// What a bookmark says.
  ///
  /// @param revision up to which all events have been told
  /// @param initialEventsEnd whether it ends the initial events
  record Mark(long revision, boolean initialEventsEnd) {}

  private Bookmarks() {}

  static ApiObject of(ResourceDefinition definition, Mark mark) {
    GroupVersionKind kind = definition.kind();
    JsonObject zero =
        definition
            .type()
            .filter(_ -> !definition.custom())
            .map(ObjectType::zeroValue)
            .orElse(JsonObject.EMPTY);
    JsonObject metadata = JsonObject.of("resourceVersion", Long.toString(mark.revision()));
    JsonObject root =
        JsonObject.of(
            "kind",
            kind.kind(),
            "apiVersion",
            kind.apiVersion(),
            "metadata",
            mark.initialEventsEnd() ? metadata.with("annotations", INITIAL_EVENTS_END) : metadata);
    for (String field : zero.keys()) {
      if (!root.has(field)) {
        root = root.with(field, java.util.Objects.requireNonNull(zero.get(field)));
      }
    }
    return ApiObject.of(root);
  }
}
