package dev.podium.schema;

import dev.podium.object.GroupVersionKind;
import java.util.Map;
import java.util.Optional;

/// Where types are found: the built-in ones, and those of custom resources.
public interface Schemas {
  /// The type of the objects of a kind.
  Optional<ObjectType> kind(GroupVersionKind kind);

  /// All kinds, lists included.
  Map<GroupVersionKind, ObjectType> kinds();

  /// A type by its definition's name, such as `io.k8s.api.core.v1.PodSpec`.
  Optional<ObjectType> definition(String name);

  /// What the OpenAPI documents say about the definition of a [Scalar] or [FreeForm].
  Optional<String> leafDescription(String name);

  /// The built-in types of this Kubernetes release.
  static Schemas builtIn() {
    return BuiltInSchemas.INSTANCE;
  }
}
