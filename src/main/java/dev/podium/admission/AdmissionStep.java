package dev.podium.admission;

import dev.podium.object.ApiObject;

/// One admission plugin, by upstream's name (`NamespaceLifecycle`, `ServiceAccount`, …).
///
/// Refuses by throwing an [dev.podium.object.ApiException].
public interface AdmissionStep {
  String name();

  /// The object as it is to be stored; called only for creations and updates.
  default ApiObject mutate(AdmissionRequest request, ApiObject object) {
    return object;
  }

  /// Whether others look again after this step has changed something.
  default boolean reinvokesOthers() {
    return false;
  }

  /// The object after a second look, once somebody else has changed it.
  default ApiObject mutateAgain(AdmissionRequest request, ApiObject object) {
    return mutate(request, object);
  }

  /// Looks at the final object, or at what is to be deleted.
  default void validate(AdmissionRequest request) {}
}
