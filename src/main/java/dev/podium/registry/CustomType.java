package dev.podium.registry;

import dev.podium.schema.ObjectType;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.schema.structural.StructuralTypes;

/// The schema by which a custom resource definition defines a kind.
record CustomType(StructuralSchema structure, ObjectType type) {
  /// @param name of the type, such as `com.example.v1.Widget`
  static CustomType of(String name, StructuralSchema schema) {
    return new CustomType(schema, StructuralTypes.of(name, schema));
  }
}
