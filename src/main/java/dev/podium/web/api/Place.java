package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.registry.Change;
import dev.podium.registry.ObjectIdentity;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.WriteResult;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import java.util.Optional;

/// What a path names: a resource, or an object of it, or something below that.
///
/// @param namespace empty for all namespaces, and for kinds without
/// @param name empty for the collection
record Place(
    ResourceDefinition definition,
    Optional<Subresource> subresource,
    String namespace,
    String name) {
  /// An object as it comes in for this place; what it says of name and namespace must not differ.
  ApiObject match(ApiObject object) {
    return ObjectIdentity.match(definition, namespace, name, object);
  }

  /// Updates the object, by whatever path this is.
  WriteResult update(ResourceService service, Change change, WriteContext context) {
    return subresource.isPresent()
        ? service.update(definition, subresource.get(), namespace, name, change, context)
        : service.update(definition, namespace, name, change, context);
  }
}
