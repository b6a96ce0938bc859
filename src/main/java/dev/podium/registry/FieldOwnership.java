package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import java.util.Optional;

/// Keeps `metadata.managedFields`: who wrote which field last.
public interface FieldOwnership {
  /// Keeps no account at all.
  FieldOwnership NONE =
      new FieldOwnership() {
        @Override
        public ApiObject record(
            ResourceDefinition definition,
            String subresource,
            Optional<ApiObject> old,
            ApiObject written,
            WriteContext context) {
          return written.metadata().has("managedFields")
              ? written.editMetadata(metadata -> metadata.remove("managedFields"))
              : written;
        }

        @Override
        public ApiObject apply(
            ResourceDefinition definition,
            String subresource,
            Optional<ApiObject> old,
            AppliedConfiguration applied,
            WriteContext context) {
          throw ApiException.unsupportedMediaType(
              "server-side apply needs managed fields, which are not kept for " + definition);
        }

        @Override
        public ApiObject recordAction(
            GroupVersionKind kind, String subresource, ApiObject body, WriteContext context) {
          return body;
        }

        @Override
        public boolean sameButTimes(ApiObject updated, ApiObject old) {
          return updated.equals(old);
        }
      };

  /// The written object with the writer's ownership recorded.
  ///
  /// @param subresource empty for the object itself
  /// @param old the object before, in the version of `definition`; empty for a creation
  ApiObject record(
      ResourceDefinition definition,
      String subresource,
      Optional<ApiObject> old,
      ApiObject written,
      WriteContext context);

  /// The object with a configuration applied, and with the applier's ownership recorded.
  ///
  /// @param old the object before, in the version of `definition`; empty where it is to be created
  /// @throws ApiException 409 where it would change what others own
  ApiObject apply(
      ResourceDefinition definition,
      String subresource,
      Optional<ApiObject> old,
      AppliedConfiguration applied,
      WriteContext context);

  /// The body of an action, which is never stored, with its sender's ownership recorded.
  ApiObject recordAction(
      GroupVersionKind kind, String subresource, ApiObject body, WriteContext context);

  /// Whether two objects differ in nothing but the times of their `managedFields`.
  boolean sameButTimes(ApiObject updated, ApiObject old);
}
