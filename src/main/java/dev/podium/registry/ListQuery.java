package dev.podium.registry;

import java.util.Optional;

/// What a list asks for.
///
/// @param limit at most so many, 0 for all
/// @param continueToken where an earlier page ended
/// @param version what `resourceVersion` and `resourceVersionMatch` ask for
public record ListQuery(
    Selection selection, long limit, Optional<String> continueToken, Version version) {
  public static final ListQuery ALL =
      new ListQuery(Selection.EVERYTHING, 0, Optional.empty(), new Version.Newest());

  /// How new or old the answer must be.
  public sealed interface Version {
    /// The state of this moment.
    record Newest() implements Version {}

    /// Any state at least as new as this revision.
    record NotOlderThan(long revision) implements Version {}

    /// The state of this very revision.
    record Exact(long revision) implements Version {}
  }

  public static ListQuery of(Selection selection) {
    return new ListQuery(selection, 0, Optional.empty(), new Version.Newest());
  }
}
