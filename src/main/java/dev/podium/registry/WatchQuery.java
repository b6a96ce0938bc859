package dev.podium.registry;

import java.util.OptionalLong;

/// What a watch asks for.
///
/// @param afterRevision events after it; empty to begin with what exists now
/// @param sendInitialEvents what exists first, then a bookmark that says so, as `sendInitialEvents`
///   asks
/// @param bookmarks whether the client understands BOOKMARK events
public record WatchQuery(
    Selection selection, OptionalLong afterRevision, boolean sendInitialEvents, boolean bookmarks) {
  /// Everything that exists, then everything that happens.
  public static WatchQuery fromNow(Selection selection) {
    return new WatchQuery(selection, OptionalLong.empty(), false, false);
  }

  /// This query for another selection.
  public WatchQuery selecting(Selection other) {
    return new WatchQuery(other, afterRevision, sendInitialEvents, bookmarks);
  }
}
