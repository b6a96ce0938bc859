package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Where objects of a kind are stored, and in which version.
///
/// @param resource differs from the kind's own where two groups share one store
/// @param listing how lists and watches read what is stored, where they do it another way
record StoredForm(
    GroupResource resource,
    GroupVersionKind kind,
    UnaryOperator<ApiObject> toStorage,
    UnaryOperator<ApiObject> fromStorage,
    Optional<UnaryOperator<ApiObject>> listing) {
  /// Objects are stored as they are sent.
  static StoredForm asSent(GroupResource resource, GroupVersionKind kind) {
    return new StoredForm(
        resource, kind, UnaryOperator.identity(), UnaryOperator.identity(), Optional.empty());
  }

  StoredForm listedBy(UnaryOperator<ApiObject> reading) {
    return new StoredForm(resource, kind, toStorage, fromStorage, Optional.of(reading));
  }

  ApiObject listed(ApiObject stored) {
    return listing.orElse(fromStorage).apply(stored);
  }
}
