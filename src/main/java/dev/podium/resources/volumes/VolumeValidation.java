package dev.podium.resources.volumes;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Difference;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.NodeSelectorFields;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import java.util.List;

/// Upstream: ValidatePersistentVolumeSpec and ValidatePersistentVolumeUpdate in
/// pkg/apis/core/validation/validation.go, in their order.
public final class VolumeValidation {
  private static final List<String> POLICIES = List.of("Delete", "Recycle", "Retain");
  private static final List<String> MODES = List.of("Block", "Filesystem");

  private static final String NOT_INLINE = "may not be specified in the context of inline volumes";

  private VolumeValidation() {}

  static void validate(ApiObject volume, List<FieldError> errors) {
    Part spec = Part.of(volume, errors).at("spec");
    accessModes(spec);
    capacity(spec);
    if (!spec.string("persistentVolumeReclaimPolicy").isEmpty()) {
      spec.oneOfIfPresent("persistentVolumeReclaimPolicy", POLICIES);
    }
    spec.find("nodeAffinity").ifPresent(VolumeValidation::nodeAffinity);
    PersistentSources.check(spec, volume.name());
    rootIsNotRecycled(spec);
    if (!spec.string("storageClassName").isEmpty()) {
      spec.faults("storageClassName", subdomain(spec, "storageClassName"));
    }
    spec.oneOfIfPresent("volumeMode", MODES);
    attributesClass(spec);
  }

  /// The spec of a volume that is none of its own, but stands in an attachment.
  public static void inline(Part spec) {
    for (String field : new String[] {"claimRef", "capacity"}) {
      if (spec.find(field).filter(part -> part.value().size() > 0).isPresent()) {
        spec.forbidden(field, NOT_INLINE);
      }
    }
    if (!spec.has("csi")) {
      spec.required("csi", "has to be specified in the context of inline volumes");
    }
    accessModes(spec);
    String policy = spec.string("persistentVolumeReclaimPolicy");
    if (!policy.isEmpty() && !policy.equals("Retain")) {
      spec.forbidden(
          "persistentVolumeReclaimPolicy", "may only be Retain in the context of inline volumes");
    }
    if (spec.has("nodeAffinity")) {
      spec.forbidden("nodeAffinity", NOT_INLINE);
    }
    PersistentSources.check(spec, "");
    if (!spec.string("storageClassName").isEmpty()) {
      spec.forbidden("storageClassName", NOT_INLINE);
    }
    if (spec.has("volumeMode")) {
      spec.forbidden("volumeMode", NOT_INLINE);
    }
  }

  private static List<String> subdomain(Part spec, String field) {
    return NameFormats.dns1123Subdomain(spec.string(field));
  }

  private static void accessModes(Part spec) {
    if (spec.array("accessModes").isEmpty()) {
      spec.required("accessModes");
    }
    ClaimSpecs.accessModes(spec);
  }

  private static void capacity(Part spec) {
    JsonObject capacity = spec.at("capacity").value();
    if (capacity.isEmpty()) {
      spec.required("capacity");
    }
    if (!capacity.has("storage") || capacity.size() > 1) {
      Object shown = capacity.isEmpty() ? JsonNull.NULL : capacity;
      spec.add(FieldError.notSupported(spec.child("capacity"), shown, List.of("storage")));
    }
    capacity.forEach((resource, value) -> {
      Quantity quantity = Quantity.parse(value.toString());
      FieldPath path = spec.child("capacity").key(resource);
      if (quantity.sign() < 0) {
        spec.add(FieldError.invalid(path, quantity.value(), "must be a valid resource quantity"));
      }
      ResourceFields.positive(quantity, path, spec.errors());
    });
  }

  private static void nodeAffinity(Part affinity) {
    if (affinity.has("required")) {
      NodeSelectorFields.check(affinity.at("required"));
    } else {
      affinity.required("required", "must specify required node constraints");
    }
  }

  private static void rootIsNotRecycled(Part spec) {
    String path = spec.value().string("hostPath", "path");
    boolean root = !path.isEmpty() && path.replaceAll("/(\\./?)*", "").isEmpty();
    if (root && spec.string("persistentVolumeReclaimPolicy").equals("Recycle")) {
      spec.forbidden(
          "persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }
  }

  private static void attributesClass(Part spec) {
    if (!spec.has("volumeAttributesClassName")) {
      return;
    }
    if (spec.string("volumeAttributesClassName").isEmpty()) {
      spec.required("volumeAttributesClassName", "an empty string is disallowed");
    } else {
      spec.faults("volumeAttributesClassName", subdomain(spec, "volumeAttributesClassName"));
    }
    if (!spec.has("csi")) {
      spec.required("csi", "has to be specified when using volumeAttributesClassName");
    }
  }

  /// The whole is checked twice, as upstream does, and errors come twice.
  static void validateUpdate(ApiObject volume, ApiObject old, List<FieldError> errors) {
    validate(volume, errors);
    validate(volume, errors);
    JsonObject before = PersistentSources.of(old.spec());
    JsonObject after = secretMayBeAdded(PersistentSources.of(volume.spec()), before);
    if (!after.equals(before)) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec", "persistentvolumesource"),
              "spec.persistentvolumesource is immutable after creation\n"
                  + Difference.between("io.k8s.api.core.v1.PersistentVolumeSpec", before, after)));
    }
    FieldChecks.immutable(volume.spec(), old.spec(), FieldPath.ROOT, "volumeMode", errors);
    nodeAffinityChange(volume.spec(), old.spec(), errors);
    if (old.spec().has("volumeAttributesClassName")
        && !volume.spec().has("volumeAttributesClassName")) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("spec", "volumeAttributesClassName"),
              "update from non-nil value to nil is forbidden"));
    }
  }

  private static JsonObject secretMayBeAdded(JsonObject source, JsonObject old) {
    boolean added = old.has("csi") && !old.object("csi").has("controllerExpandSecretRef");
    return added && source.has("csi")
        ? source.with("csi", csi -> csi.without("controllerExpandSecretRef"))
        : source;
  }

  private static void nodeAffinityChange(JsonObject spec, JsonObject old, List<FieldError> errors) {
    JsonObject affinity = spec.object("nodeAffinity");
    if (old.has("nodeAffinity")
        && !OldNodeLabels.renamed(old.object("nodeAffinity"), affinity).equals(affinity)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("nodeAffinity"),
              spec.has("nodeAffinity")
                  ? InternalForm.of("io.k8s.api.core.v1.VolumeNodeAffinity", affinity)
                  : JsonNull.NULL,
              FieldChecks.IMMUTABLE + ", except for updating from beta label to GA"));
    }
  }
}
