package dev.podium.registry;

import dev.podium.admission.AdmissionRequest;
import dev.podium.admission.Reinvocation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.ObjectKey;
import java.util.Optional;

/// The object that a write is about.
///
/// @param subresource what is written through
record Target(
    ResourceDefinition definition,
    String namespace,
    String name,
    Optional<Subresource> subresource) {
  /// The object itself, through no subresource.
  static Target of(ResourceDefinition definition, String namespace, String name) {
    return new Target(definition, namespace, name, Optional.empty());
  }

  ObjectKey key() {
    return definition.key(namespace, name);
  }

  String subresourceName() {
    return subresource.map(Subresource::name).orElse("");
  }

  /// The rules that a subresource sets in place of the kind's.
  Optional<Subresource.View> view() {
    return subresource.map(Subresource::behaviour).flatMap(Target::asView);
  }

  Optional<Subresource.Scale> scale() {
    return subresource.map(Subresource::behaviour).flatMap(Target::asScale);
  }

  private static Optional<Subresource.View> asView(Subresource.Behaviour behaviour) {
    return behaviour instanceof Subresource.View view ? Optional.of(view) : Optional.empty();
  }

  private static Optional<Subresource.Scale> asScale(Subresource.Behaviour behaviour) {
    return behaviour instanceof Subresource.Scale scale ? Optional.of(scale) : Optional.empty();
  }

  /// What the bodies of its updates are, as admission sees them: the object, or its Scale.
  GroupVersionKind kind() {
    return scale().isPresent() ? subresource.orElseThrow().kind() : definition.kind();
  }

  /// The object as the bodies of its updates show it.
  ApiObject shown(ApiObject object) {
    return scale().map(scale -> scale.of(object, kind(), definition.custom())).orElse(object);
  }

  /// What admission is asked about a write.
  AdmissionRequest request(
      AdmissionRequest.Operation operation,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      WriteContext context) {
    return request(operation, kind(), object, old, context);
  }

  /// @param kind of the body, where that is not the object
  AdmissionRequest request(
      AdmissionRequest.Operation operation,
      GroupVersionKind kind,
      Optional<ApiObject> object,
      Optional<ApiObject> old,
      WriteContext context) {
    return new AdmissionRequest(
        operation,
        kind,
        definition.resource(),
        definition.groupVersion().version(),
        subresourceName(),
        namespace,
        name,
        object,
        old,
        context.user(),
        context.dryRun(),
        context.options(),
        context.now(),
        context.warnings(),
        new Reinvocation());
  }
}
