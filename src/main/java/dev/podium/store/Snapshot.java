package dev.podium.store;

import dev.podium.object.ApiObject;
import java.util.stream.Stream;

/// The objects of one resource as of one revision.
public interface Snapshot {
  long revision();

  /// The objects in key order (`namespace/name`), lazily.
  ///
  /// @param namespace only this one, or all where empty
  /// @param afterKey only keys behind this one (`namespace/name`, or `name` for cluster-scoped
  ///   ones); all where empty
  Stream<ApiObject> stream(String namespace, String afterKey);
}
