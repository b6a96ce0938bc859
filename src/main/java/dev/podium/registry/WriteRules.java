package dev.podium.registry;

import dev.podium.object.ApiObject;
import java.util.Optional;
import java.util.function.BiPredicate;

/// What happens to objects of a kind on the way into the store.
///
/// @param keepsStatusOnCreate whether a new object may come with a status
/// @param generationChange whether a change from the second to the first raises
///   `metadata.generation`; empty where that is not counted
/// @param createsOnUpdate whether a PUT of an object that is not there creates it
/// @param unconditionalUpdate whether a PUT need not name the version that it replaces
record WriteRules(
    Hooks.Defaults defaults,
    Hooks.PrepareCreate prepareCreate,
    Hooks.PrepareUpdate prepareUpdate,
    Hooks.Warn warn,
    Optional<Hooks.Allocation> allocation,
    boolean keepsStatusOnCreate,
    Optional<BiPredicate<ApiObject, ApiObject>> generationChange,
    boolean createsOnUpdate,
    boolean unconditionalUpdate) {
  boolean countsGenerations() {
    return generationChange.isPresent();
  }

  boolean raisesGeneration(ApiObject updated, ApiObject old) {
    return generationChange.map(change -> change.test(updated, old)).orElse(false);
  }
}
