package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.schema.Schemas;
import dev.podium.schema.decode.DecodeException;
import dev.podium.schema.decode.TypedDecoder;

/// The form in which an object is stored and sent: what Go's types would write, fields in their
/// order.
///
/// Defaults, admission and controllers put fields where they please; upstream's structs forget
/// that. An object that is in this form already costs one walk and no memory.
final class CanonicalForm {
  private final Schemas schemas;

  CanonicalForm(Schemas schemas) {
    this.schemas = schemas;
  }

  ApiObject of(ResourceDefinition definition, ApiObject object) {
    return schemas
        .kind(definition.kind())
        .filter(_ -> !definition.custom())
        .map(type -> {
          try {
            JsonObject root = TypedDecoder.stored(type, object.root());
            return root == object.root() ? object : ApiObject.of(root);
          } catch (DecodeException e) {
            throw new IllegalStateException("no " + definition.kind() + ": " + e.message(), e);
          }
        })
        .orElse(object);
  }

  /// The form of an object that is about to be stored, with room for its version in the right
  /// place.
  ApiObject toStore(ResourceDefinition definition, ApiObject object) {
    return of(definition, object.withResourceVersion(Long.MAX_VALUE));
  }
}
