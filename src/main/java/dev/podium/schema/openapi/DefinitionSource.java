package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.JsonObject;
import java.util.Optional;

/// Where definitions come from: [TypeDefinitions] for the built-in types, a schema of its own for
/// every custom resource.
public interface DefinitionSource {
  /// A definition as the documents hold it; its references name others by [Dialect#ref].
  Optional<JsonObject> definition(String name, Dialect dialect);

  /// Text that changes whenever a definition does that the document of a group-version needs.
  String fingerprint(GroupVersion groupVersion);

  /// This source, and another for what it does not know.
  default DefinitionSource or(DefinitionSource other) {
    DefinitionSource first = this;
    return new DefinitionSource() {
      @Override
      public Optional<JsonObject> definition(String name, Dialect dialect) {
        return first.definition(name, dialect).or(() -> other.definition(name, dialect));
      }

      @Override
      public String fingerprint(GroupVersion groupVersion) {
        return first.fingerprint(groupVersion) + other.fingerprint(groupVersion);
      }
    };
  }
}
