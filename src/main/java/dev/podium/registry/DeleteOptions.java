package dev.podium.registry;

import java.util.Optional;

/// What a client may say about a deletion.
///
/// @param gracePeriodSeconds how long the object gets to stop
/// @param uid refuse unless the object has this uid
/// @param resourceVersion refuse unless the object is of this version
/// @param propagation what becomes of dependents; empty for the kind's own default
public record DeleteOptions(
    Optional<Long> gracePeriodSeconds,
    Optional<String> uid,
    Optional<String> resourceVersion,
    Optional<Propagation> propagation) {
  public static final DeleteOptions NONE =
      new DeleteOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// What becomes of the objects that a deleted one owns.
  public enum Propagation {
    ORPHAN,
    BACKGROUND,
    FOREGROUND
  }

  public static DeleteOptions withGracePeriod(long seconds) {
    return new DeleteOptions(
        Optional.of(seconds), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static DeleteOptions propagating(Propagation propagation) {
    return new DeleteOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(propagation));
  }

  /// These options for the object of one uid only.
  public DeleteOptions onlyUid(String required) {
    return new DeleteOptions(
        gracePeriodSeconds, Optional.of(required), resourceVersion, propagation);
  }
}
