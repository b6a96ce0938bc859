package dev.podium;

import dev.podium.admission.match.Kinds;
import dev.podium.cel.SchemaTypes;
import dev.podium.cel.ValueType;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import java.util.List;
import java.util.Optional;

/// What admission may know of the kinds that are served.
record AdmittedKinds(ResourceCatalog catalog, Schemas schemas) implements Kinds {
  @Override
  public Optional<Kind> find(GroupVersionKind kind) {
    return catalog.find(kind).map(this::describe);
  }

  private Kind describe(ResourceDefinition definition) {
    return new Kind(
        definition.kind(),
        definition.resource(),
        definition.groupVersion().version(),
        definition.key("", "").resource(),
        definition.namespaced());
  }

  @Override
  public List<Kind> equivalents(GroupVersionKind kind) {
    return catalog
        .find(kind)
        .map(own ->
            catalog.all().stream()
                .filter(other -> !other.kind().equals(kind) && sameObjects(own, other))
                .map(this::describe)
                .toList())
        .orElse(List.of());
  }

  private boolean sameObjects(ResourceDefinition one, ResourceDefinition other) {
    return catalog.storageOf(one).kind().equals(catalog.storageOf(other).kind());
  }

  @Override
  public ApiObject convert(ApiObject object, GroupVersionKind wanted) {
    if (object.groupVersionKind().equals(wanted)) {
      return object;
    }
    Optional<ResourceDefinition> from = catalog.find(object.groupVersionKind());
    Optional<ResourceDefinition> to = catalog.find(wanted);
    return from.isEmpty() || to.isEmpty() || !sameObjects(from.get(), to.get())
        ? object
        : to.get().fromStorage(from.get().toStorage(object));
  }

  @Override
  public ApiObject defaulted(ApiObject object) {
    return catalog
        .find(object.groupVersionKind())
        .map(definition -> definition.defaulted(object))
        .orElse(object);
  }

  @Override
  public Optional<ObjectType> type(GroupVersionKind kind) {
    return catalog.find(kind).flatMap(ResourceDefinition::type).or(() -> schemas.kind(kind));
  }

  @Override
  public Optional<ValueType> valueType(GroupVersionKind kind) {
    Optional<StructuralSchema> custom = catalog.find(kind).flatMap(ResourceDefinition::structure);
    return custom.isPresent()
        ? Optional.of(SchemaTypes.ofCustomKind(kind.kind(), custom.get().source()))
        : schemas.kind(kind).map(SchemaTypes::of);
  }

  @Override
  public List<GroupVersionKind> named(String group, String version, String plural) {
    return catalog.all().stream()
        .filter(definition -> definition.plural().equals(plural))
        .filter(definition -> definition.groupVersion().equals(new GroupVersion(group, version)))
        .map(ResourceDefinition::kind)
        .toList();
  }
}
