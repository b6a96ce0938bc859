package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.GroupKind;
import java.util.List;
import java.util.Optional;

/// Refuses objects that are wrong: by the rules of metadata first, then by those of their kind.
final class Validation {
  private Validation() {}

  /// @param object as it is stored, before it is
  /// @throws ApiException 422 with all that is wrong
  static void ofNew(ResourceDefinition definition, ResourceDefinition storage, ApiObject object) {
    List<FieldError> errors = storage.checks().metadata().onCreate(object.metadata());
    deciding(definition, storage).create().validate(object, errors);
    refuse(storage, object, errors);
  }

  /// @throws ApiException 422 with all that is wrong
  static void ofUpdate(
      Target target, ResourceDefinition storage, ApiObject object, ApiObject stored) {
    List<FieldError> errors =
        storage.checks().metadata().onUpdate(object.metadata(), stored.metadata());
    Optional<Subresource.View> view = target.view();
    if (view.isPresent()) {
      view.get().validate().validate(object, stored, errors);
    } else {
      if (storage.checks().updatesAsNew()) {
        errors.addAll(storage.checks().metadata().onCreate(object.metadata()));
      }
      deciding(target.definition(), storage).update().validate(object, stored, errors);
    }
    refuse(storage, object, errors);
  }

  private static Checks.Pair deciding(ResourceDefinition definition, ResourceDefinition storage) {
    return definition.checks().own().orElse(storage.checks().stored());
  }

  private static void refuse(
      ResourceDefinition definition, ApiObject object, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      // A custom object says itself what it is, and may be wrong.
      GroupKind named =
          definition.custom() ? object.groupVersionKind().groupKind() : definition.groupKind();
      throw ApiException.invalid(named, object.name(), errors);
    }
  }
}
