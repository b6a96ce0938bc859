package dev.podium.build;

import java.util.List;
import java.util.Map;

/// One type of the finished schema.
///
/// @param union the extension `x-kubernetes-unions` as JSON, or empty
record Definition(
    String name, String description, boolean atomic, String union, List<Property> properties) {

  /// One field of the finished schema.
  ///
  /// @param type a scalar, a definition's name, or one of them behind `[]` or `{}`
  /// @param marks listType, listMapKeys, mapType, patchStrategy, patchMergeKey, default, enum,
  ///   empty: whatever is set
  /// @param path the protobuf field numbers that lead to the value
  /// @param wrapped whether protobuf holds a list as a message of its own
  record Property(
      String name,
      String type,
      String description,
      boolean required,
      Map<String, String> marks,
      List<Integer> path,
      boolean wrapped) {}
}
