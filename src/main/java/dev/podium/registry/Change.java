package dev.podium.registry;

import dev.podium.object.ApiObject;
import java.util.Optional;

/// What an update makes of an object: a pure function, called again when somebody else wrote in
/// between.
///
/// PUT, the patches, apply, controllers and the kubelet differ only in this.
@FunctionalInterface
public interface Change {
  /// @param current the stored object in the version of the request; empty where there is none and
  ///   [#createsMissing] holds
  ApiObject apply(Optional<ApiObject> current);

  /// Whether it makes an object that is not there, whatever the kind allows to PUT.
  default boolean createsMissing() {
    return false;
  }

  /// Whether the function itself has recorded who owns the fields, as apply does.
  default boolean ownsFields() {
    return false;
  }

  /// The uid that the object must have; empty where any will do.
  default String uid() {
    return "";
  }

  /// Replaces the object, whatever it was; one that knows its uid replaces no other.
  static Change replaceWith(ApiObject object) {
    return new Change() {
      @Override
      public ApiObject apply(Optional<ApiObject> current) {
        return object;
      }

      @Override
      public String uid() {
        return object.uid();
      }
    };
  }
}
