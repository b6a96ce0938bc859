package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.Part;
import dev.podium.schema.structural.EmbeddedResources;
import dev.podium.schema.structural.Pruning;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.schema.structural.ValueSchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether default values are what their schemas ask for.
///
/// Upstream: pkg/apiserver/schema/defaulting/validation.go.
final class DefaultChecks {
  private static final Set<String> RESOURCE_FIELDS = Set.of("metadata", "apiVersion", "kind");

  private DefaultChecks() {}

  static void root(Part schema) {
    check(schema, true, false);
  }

  /// @param resource whether the schema is that of a whole object
  /// @param inMetadata whether this is part of an object's own fields, which nothing prunes
  private static void check(Part schema, boolean resource, boolean inMetadata) {
    Object value = schema.value().get("default");
    if (value != null) {
      value(schema, value, inMetadata);
    }
    for (String name : schema.value().object("properties").keys()) {
      boolean own = resource && RESOURCE_FIELDS.contains(name);
      below(SchemaPaths.property(schema, name), inMetadata || own);
    }
    below(schema.find("items"), inMetadata);
  }

  private static void below(Optional<Part> schema, boolean inMetadata) {
    schema.ifPresent(part -> {
      boolean embedded = part.bool("x-kubernetes-embedded-resource");
      check(part, embedded, inMetadata && !embedded);
    });
  }

  private static void value(Part schema, Object value, boolean inMetadata) {
    FieldPath path = schema.child("default");
    StructuralSchema structure = StructuralSchema.of(schema.value().without("default"));
    if (!inMetadata && !Pruning.below(structure, value).equals(value)) {
      schema.add(FieldError.invalid(path, value, "must not have unknown fields"));
    }
    List<FieldError> faults = EmbeddedResources.below(structure, value, path);
    if (faults.isEmpty()) {
      faults = ValueSchema.of(schema.value()).check(value, path);
    }
    if (faults.isEmpty()) {
      faults = CompiledRules.checkDefault(schema.value(), value, path);
    }
    schema.errors().addAll(faults);
  }
}
