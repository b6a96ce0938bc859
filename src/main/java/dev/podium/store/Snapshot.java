package dev.podium.store;

import dev.podium.object.ApiObject;
import java.util.stream.Stream;

/// The objects of one resource as of one revision.
///
/// Keeps what it needs: a snapshot that was given out stays readable when its revision falls off
/// the window.
public interface Snapshot {
  long revision();

  /// The objects in key order (`namespace/name`), lazily.
  ///
  /// @param namespace only this one, or all where empty
  /// @param afterKey only keys behind this one (`namespace/name`, or `name` for cluster-scoped
  ///   ones); all where empty
  Stream<ApiObject> stream(String namespace, String afterKey);

  /// How many objects [#stream] would give, without walking them: what a list that is cut off has
  /// left (`remainingItemCount`).
  long count(String namespace, String afterKey);
}
