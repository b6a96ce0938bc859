package dev.podium.object;

import java.util.ArrayList;
import java.util.List;

/// Who may own an object. Upstream: ValidateOwnerReferences in
/// apimachinery/pkg/api/validation/objectmeta.go.
final class OwnerReferences {
  private static final List<String> FIELDS =
      List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion");

  private OwnerReferences() {}

  static void validate(JsonObject metadata, FieldPath path, List<FieldError> errors) {
    if (!metadata.has("ownerReferences")) {
      return;
    }
    String controller = "";
    for (JsonObject owner : metadata.objects("ownerReferences")) {
      validateOne(owner, path, errors);
      if (!owner.bool("controller")) {
        continue;
      }
      String name = owner.string("kind") + "/" + owner.string("name");
      if (controller.isEmpty()) {
        controller = name;
      } else {
        errors.add(
            FieldError.invalid(
                path,
                shown(metadata),
                "Only one reference can have Controller set to true. Found \"true\" in references"
                    + (" for " + controller + " and " + name)));
      }
    }
  }

  /// The owners with their fields in upstream's order.
  private static JsonArray shown(JsonObject metadata) {
    List<Object> owners = new ArrayList<>();
    for (JsonObject owner : metadata.objects("ownerReferences")) {
      JsonObject ordered = JsonObject.EMPTY;
      for (String field : FIELDS) {
        Object value = owner.get(field);
        ordered = value == null ? ordered : ordered.with(field, value);
      }
      owners.add(ordered);
    }
    return JsonArray.of(owners);
  }

  private static void validateOne(JsonObject owner, FieldPath path, List<FieldError> errors) {
    String apiVersion = owner.string("apiVersion");
    boolean tooLong = apiVersion.indexOf('/') != apiVersion.lastIndexOf('/');
    if (tooLong || GroupVersion.parse(apiVersion).version().isEmpty()) {
      errors.add(
          FieldError.invalid(path.child("apiVersion"), apiVersion, "version must not be empty"));
    }
    for (String field : List.of("kind", "name", "uid")) {
      if (owner.string(field).isEmpty()) {
        errors.add(FieldError.invalid(path.child(field), "", "must not be empty"));
      }
    }
    if (apiVersion.equals("v1") && owner.string("kind").equals("Event")) {
      errors.add(
          FieldError.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner"));
    }
  }
}
