package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.structural.EmbeddedResources;
import dev.podium.schema.structural.ListInvariants;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.schema.structural.ValueSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What is checked of the objects of one version of a custom kind beyond their metadata.
///
/// Upstream: apiextensions-apiserver's pkg/registry/customresource/strategy.go, status_strategy.go
/// and validator.go.
final class CustomChecks {
  /// Upstream: hasBlockingErr.
  private static final Set<FieldError.Type> BLOCKING =
      Set.of(
          FieldError.Type.NOT_SUPPORTED,
          FieldError.Type.REQUIRED,
          FieldError.Type.TOO_LONG,
          FieldError.Type.TOO_MANY,
          FieldError.Type.TYPE_INVALID);

  private final GroupVersionKind kind;
  private final StructuralSchema structure;
  private final ValueSchema schema;
  private final Optional<ValueSchema> statusSchema;
  private final Optional<CustomScale> scale;
  private final Optional<CompiledRules> rules;

  CustomChecks(GroupVersionKind kind, StructuralSchema structure, Optional<CustomScale> scale) {
    this.kind = kind;
    this.structure = structure;
    this.schema = ValueSchema.of(structure.source());
    this.statusSchema = structure.source().findObject("properties", "status").map(ValueSchema::of);
    this.scale = scale;
    this.rules = CompiledRules.of(structure.source());
  }

  void onCreate(ApiObject object, List<FieldError> errors) {
    if (typeMeta(object, errors)) {
      errors.addAll(schema.check(object.root(), FieldPath.ROOT));
      scale.ifPresent(s -> s.check(object, errors));
    }
    errors.addAll(EmbeddedResources.check(structure, object.root()));
    errors.addAll(ListInvariants.check(structure, object.root()));
    rules(object, Optional.empty(), errors);
  }

  void onUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    if (typeMeta(object, errors)) {
      errors.addAll(schema.checkChange(object.root(), old.root(), FieldPath.ROOT));
      scale.ifPresent(s -> s.check(object, errors));
    }
    errors.addAll(EmbeddedResources.check(structure, object.root()));
    lists(object, old, errors);
    rules(object, Optional.of(old), errors);
  }

  /// Only the status is held to its schema, which its errors begin with.
  void onStatusUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    typeMeta(object, errors);
    Object status = object.root().get("status");
    if (status != null && statusSchema.isPresent()) {
      Object before = Objects.requireNonNullElse(old.root().get("status"), JsonNull.NULL);
      errors.addAll(statusSchema.get().checkChange(status, before, FieldPath.of("status")));
    }
    scale.ifPresent(s -> s.check(object, errors));
    errors.addAll(EmbeddedResources.check(structure, object.root()));
    lists(object, old, errors);
    rules(object, Optional.of(old), errors);
  }

  /// Whether the object is of the kind at all; others are not held to its schema.
  private boolean typeMeta(ApiObject object, List<FieldError> errors) {
    int before = errors.size();
    if (!object.kind().equals(kind.kind())) {
      errors.add(FieldError.invalid(FieldPath.of("kind"), object.kind(), "must be " + kind.kind()));
    }
    if (!object.apiVersion().equals(kind.apiVersion())) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("apiVersion"), object.apiVersion(), "must be " + kind.apiVersion()));
    }
    return errors.size() == before;
  }

  /// Rules take for granted that values are of their types and not too long.
  private void rules(ApiObject object, Optional<ApiObject> old, List<FieldError> errors) {
    if (rules.isEmpty()) {
      return;
    }
    if (errors.stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
      errors.add(
          FieldError.invalid(
              FieldPath.ROOT,
              JsonNull.NULL,
              "some validation rules were not checked because the object was invalid; correct the"
                  + " existing errors to complete validation"));
      return;
    }
    errors.addAll(rules.get().check(object.root(), old.map(ApiObject::root)));
  }

  /// Lists that repeated themselves before may go on.
  private void lists(ApiObject object, ApiObject old, List<FieldError> errors) {
    JsonObject before = old.root();
    if (ListInvariants.check(structure, before).isEmpty()) {
      errors.addAll(ListInvariants.check(structure, object.root()));
    }
  }
}
