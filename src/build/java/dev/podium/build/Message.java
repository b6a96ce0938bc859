package dev.podium.build;

import java.util.List;

/// One protobuf message of the Kubernetes API.
///
/// @param name as a definition: `io.k8s.api.core.v1.Pod`
record Message(String name, Comment comment, List<Part> parts) {
  /// One field of a message.
  ///
  /// @param type `string`, `int32` …, or a message's definition name
  record Part(String name, int number, Shape shape, String type, Comment comment) {}

  /// How often a field's type occurs.
  enum Shape {
    ONE,
    LIST,
    MAP
  }
}
