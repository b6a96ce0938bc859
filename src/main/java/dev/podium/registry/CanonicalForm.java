package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.schema.decode.DecodeException;
import dev.podium.schema.decode.SortedTree;
import dev.podium.schema.decode.TypedDecoder;

/// The form in which an object is stored and sent: what Go's types would write, fields in their
/// order.
///
/// Defaults, admission and controllers put fields where they please; upstream's structs forget
/// that. An object that is in this form already costs one walk and no memory.
final class CanonicalForm {
  private CanonicalForm() {}

  static ApiObject of(ResourceDefinition definition, ApiObject object) {
    if (definition.custom()) {
      JsonObject sorted = SortedTree.of(object.root());
      return sorted == object.root() ? object : ApiObject.of(sorted);
    }
    return definition
        .type()
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
  static ApiObject toStore(ResourceDefinition definition, ApiObject object) {
    return of(definition, object.withResourceVersion(Long.MAX_VALUE));
  }
}
