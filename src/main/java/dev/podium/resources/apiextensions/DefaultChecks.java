package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.resources.fields.Part;
import dev.podium.schema.structural.Pruning;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.schema.structural.ValueSchema;
import java.util.List;

/// Whether default values are what their schemas ask for.
///
/// Upstream: pkg/apiserver/schema/defaulting/validation.go.
final class DefaultChecks {
  private DefaultChecks() {}

  static void check(Part schema) {
    Object value = schema.value().get("default");
    if (value != null) {
      StructuralSchema structure = StructuralSchema.of(schema.value().without("default"));
      if (!Pruning.below(structure, value).equals(value)) {
        schema.add(
            FieldError.invalid(schema.child("default"), value, "must not have unspecified fields"));
      }
      List<FieldError> faults =
          ValueSchema.of(schema.value()).check(value, schema.child("default"));
      schema
          .errors()
          .addAll(
              faults.isEmpty()
                  ? CompiledRules.checkDefault(schema.value(), value, schema.child("default"))
                  : faults);
    }
    SchemaPaths.properties(schema).forEach(DefaultChecks::check);
    schema.find("items").ifPresent(DefaultChecks::check);
    schema.find("additionalProperties").ifPresent(DefaultChecks::check);
  }
}
