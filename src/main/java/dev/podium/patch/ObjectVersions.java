package dev.podium.patch;

import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import java.util.Optional;

/// The versions in which the objects of a kind may be written: owners mean their fields in the
/// version they wrote in.
public interface ObjectVersions {
  /// The type of the objects in a version; nothing for one that is not served any more, whose
  /// owners are forgotten.
  Optional<ObjectType> type(String apiVersion);

  /// The fields that a write to this path may own.
  Ownable ownable(String apiVersion);

  /// An object as it is in another version.
  JsonObject convert(JsonObject object, String apiVersion);

  /// A kind with one version.
  static ObjectVersions only(String apiVersion, ObjectType type, Ownable ownable) {
    return new ObjectVersions() {
      @Override
      public Optional<ObjectType> type(String version) {
        return version.equals(apiVersion) ? Optional.of(type) : Optional.empty();
      }

      @Override
      public Ownable ownable(String version) {
        return ownable;
      }

      @Override
      public JsonObject convert(JsonObject object, String version) {
        return object;
      }
    };
  }
}
