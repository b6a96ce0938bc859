package dev.podium.resources.volumes;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Difference;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;

/// Upstream: ValidatePersistentVolumeClaim, ValidatePersistentVolumeClaimUpdate and
/// ValidatePersistentVolumeClaimStatusUpdate in pkg/apis/core/validation/validation.go.
final class ClaimValidation {
  static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
  private static final String FIXED =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName"
          + " for bound claims\n";

  private ClaimValidation() {}

  static void validate(ApiObject claim, List<FieldError> errors) {
    ClaimSpecs.check(Part.of(claim, errors).at("spec"));
  }

  static void validateUpdate(ApiObject claim, ApiObject old, List<FieldError> errors) {
    validate(claim, errors);
    boolean classMovesToField = classMovesToField(claim, old);
    if (!classMovesToField) {
      checkAnnotation(claim, old, errors);
    }
    JsonObject before = before(claim, old);
    JsonObject after = after(claim, old, classMovesToField);
    if (!after.equals(before)) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec"),
              FIXED
                  + Difference.between(
                      "io.k8s.api.core.v1.PersistentVolumeClaimSpec", before, after)));
    }
    checkShrinking(claim, old, errors);
    FieldChecks.immutable(claim.spec(), old.spec(), FieldPath.ROOT, "volumeMode", errors);
    checkAttributesClass(claim, old, errors);
  }

  private static void checkAnnotation(ApiObject claim, ApiObject old, List<FieldError> errors) {
    String name = claim.annotation(CLASS_ANNOTATION).orElse("");
    if (!name.equals(old.annotation(CLASS_ANNOTATION).orElse(""))) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("metadata", "annotations").key(CLASS_ANNOTATION),
              name,
              FieldChecks.IMMUTABLE));
    }
  }

  /// A volume may be named once.
  private static JsonObject before(ApiObject claim, ApiObject old) {
    return old.spec()
        .edit(spec -> {
          String volume = claim.spec().string("volumeName");
          if (spec.string("volumeName").isEmpty() && !volume.isEmpty()) {
            spec.set("volumeName", volume);
          }
        });
  }

  /// The new spec with what may change as it was.
  private static JsonObject after(ApiObject claim, ApiObject old, boolean classMovesToField) {
    return claim
        .spec()
        .edit(spec -> {
          if (classMovesToField || classIsNamedAtLast(claim, old)) {
            restore(spec, old.spec(), "storageClassName");
          }
          if (!claim.status().string("phase").equals("Bound")) {
            return;
          }
          old.spec()
              .findString("resources", "requests", "storage")
              .ifPresent(size ->
                  spec.findObject("resources", "requests")
                      .ifPresent(requests -> requests.set("storage", size)));
          restore(spec, old.spec(), "volumeAttributesClassName");
        });
  }

  private static void restore(ObjectDraft spec, JsonObject old, String field) {
    old.find(field).ifPresentOrElse(value -> spec.set(field, value), () -> spec.remove(field));
  }

  /// Upstream: validateStorageClassUpgradeFromAnnotation.
  private static boolean classMovesToField(ApiObject claim, ApiObject old) {
    Optional<String> before = old.annotation(CLASS_ANNOTATION);
    Optional<String> now = claim.annotation(CLASS_ANNOTATION);
    return before.isPresent()
        && !old.spec().has("storageClassName")
        && claim.spec().findString("storageClassName").equals(before)
        && (now.isEmpty() || now.equals(before));
  }

  /// Upstream: validateStorageClassUpgradeFromNil.
  private static boolean classIsNamedAtLast(ApiObject claim, ApiObject old) {
    Optional<String> now = claim.spec().findString("storageClassName");
    Optional<String> annotation = old.annotation(CLASS_ANNOTATION);
    return now.isPresent()
        && !old.spec().has("storageClassName")
        && (annotation.isEmpty() || now.equals(annotation));
  }

  private static void checkShrinking(ApiObject claim, ApiObject old, List<FieldError> errors) {
    Quantity now = size(claim.spec(), "resources", "requests", "storage");
    Quantity before = size(old.spec(), "resources", "requests", "storage");
    if (now.compareTo(before) < 0
        && now.compareTo(size(old.status(), "capacity", "storage")) <= 0) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec", "resources", "requests", "storage"),
              "field can not be less than status.capacity"));
    }
  }

  private static Quantity size(JsonObject object, String... path) {
    return object.findString(path).map(Quantity::parse).orElse(Quantity.ZERO);
  }

  private static void checkAttributesClass(
      ApiObject claim, ApiObject old, List<FieldError> errors) {
    Optional<String> now = claim.spec().findString("volumeAttributesClassName");
    if (now.equals(old.spec().findString("volumeAttributesClassName"))
        || !old.status().has("currentVolumeAttributesClassName")
        || now.filter(name -> !name.isEmpty()).isPresent()) {
      return;
    }
    errors.add(
        FieldError.forbidden(
            FieldPath.of("spec", "volumeAttributesClassName"),
            "update to "
                + (now.isPresent() ? "empty string" : "nil")
                + " is forbidden when status.currentVolumeAttributesClassName is not nil"));
  }

  static void validateStatus(ApiObject claim, ApiObject old, List<FieldError> errors) {
    if (claim.spec().array("accessModes").isEmpty()) {
      errors.add(FieldError.required(FieldPath.of("Spec", "accessModes"), ""));
    }
    claim
        .status()
        .object("capacity")
        .forEach((resource, value) -> {
          if (Quantity.parse(value.toString()).sign() < 0) {
            errors.add(
                FieldError.invalid(
                    FieldPath.of("status", "capacity").key(resource),
                    Quantity.parse(value.toString()).value(),
                    "must be a valid resource quantity"));
          }
        });
    AllocatedStorage.check(Part.of(claim, errors).at("status"));
  }
}
