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

  /// Fields that a write to this path does not change, whatever it says, and so does not own: the
  /// status on the main path, everything else on the status path.
  FieldSet ignored(String apiVersion);

  /// An object as it is in another version.
  JsonObject convert(JsonObject object, String apiVersion);

  /// A kind with one version.
  static ObjectVersions only(String apiVersion, ObjectType type, FieldSet ignored) {
    return new ObjectVersions() {
      @Override
      public Optional<ObjectType> type(String version) {
        return version.equals(apiVersion) ? Optional.of(type) : Optional.empty();
      }

      @Override
      public FieldSet ignored(String version) {
        return ignored;
      }

      @Override
      public JsonObject convert(JsonObject object, String version) {
        return object;
      }
    };
  }
}
