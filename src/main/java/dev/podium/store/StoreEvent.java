package dev.podium.store;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectKey;
import java.util.Optional;

/// One write as a watcher sees it.
///
/// @param object the object after the write; for a deletion its last state, with the revision of
///   the deletion
/// @param previous the object before the write; empty for a creation
public record StoreEvent(
    Type type, long revision, ObjectKey key, ApiObject object, Optional<ApiObject> previous) {
  /// What a write did.
  public enum Type {
    CREATED,
    UPDATED,
    DELETED
  }
}
