package dev.podium.registry;

import dev.podium.object.ApiObject;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What DELETE means to objects of a kind.
///
/// @param answersObject whether it answers the object rather than a Status
/// @param orphansByDefault whether it orphans the dependents where nobody says what becomes of them
/// @param collectsGarbage whether it may orphan or wait for dependents at all
/// @param held whether an object is kept by something other than its finalizers, as a namespace by
///   its spec
/// @param onDeletion what else changes in an object that is marked for deletion
/// @param undeletable why an object of a name may not be deleted
/// @param gracePeriod how long an object is given to stop, where it is not removed at once
/// @param warning for who does not say what is to become of dependents
record DeletionRules(
    boolean answersObject,
    boolean orphansByDefault,
    boolean collectsGarbage,
    Predicate<ApiObject> held,
    Hooks.Defaults onDeletion,
    Function<String, Optional<String>> undeletable,
    Optional<Hooks.GracePeriod> gracePeriod,
    Optional<String> warning) {}
