package dev.podium.registry;

import dev.podium.object.ObjectMetaValidation;
import java.util.Optional;

/// What objects of a kind are checked by before they are stored.
///
/// @param own the checks of this version's own writes, where they differ from the stored version's
/// @param updatesAsNew whether whatever is wrong with the metadata of an update is said once more
record Checks(
    ObjectMetaValidation metadata, Pair stored, Optional<Pair> own, boolean updatesAsNew) {
  /// Checks of new and of changed objects.
  record Pair(Hooks.Validate create, Hooks.ValidateUpdate update) {}
}
