package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import dev.podium.resources.fields.SelectorFields;
import java.math.BigDecimal;
import java.util.List;

/// The spec of a PersistentVolumeClaim, on its own or as a template inside another object.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec).
public final class ClaimSpecs {
  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  private ClaimSpecs() {}

  public static void check(Part spec) {
    if (spec.array("accessModes").isEmpty()) {
      spec.required("accessModes", "at least 1 access mode is required");
    }
    spec.find("selector").ifPresent(SelectorFields::check);
    accessModes(spec);
    storage(spec);
    className(spec, "storageClassName");
    spec.oneOfIfPresent("volumeMode", List.of("Block", "Filesystem"));
    spec.find("dataSource").ifPresent(source -> reference(source, false));
    spec.find("dataSourceRef").ifPresent(source -> reference(source, true));
    sourcesAgree(spec);
    className(spec, "volumeAttributesClassName");
  }

  /// The warning about a size that is no whole number of bytes
  /// (GetWarningsForPersistentVolumeClaimSpec).
  ///
  /// @param path where the spec is
  public static List<String> warnings(JsonObject spec, FieldPath path) {
    return spec
        .findString("resources", "requests", "storage")
        .map(Quantity::parse)
        .filter(size -> size.amount().remainder(BigDecimal.ONE).signum() != 0)
        .map(size ->
            path.child("resources", "requests").key("storage")
                + ": fractional byte value \""
                + size
                + "\" is invalid, must be an integer")
        .stream()
        .toList();
  }

  /// Which access modes there are and which go together.
  public static void accessModes(Part spec) {
    boolean single = false;
    boolean other = false;
    for (String mode : spec.strings("accessModes")) {
      if (!ACCESS_MODES.contains(mode)) {
        spec.add(FieldError.notSupported(spec.child("accessModes"), mode, ACCESS_MODES));
      } else if (mode.equals("ReadWriteOncePod")) {
        single = true;
      } else {
        other = true;
      }
    }
    if (single && other) {
      spec.forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
    }
  }

  private static void storage(Part spec) {
    FieldPath path = spec.child("resources").key("storage");
    String asked = spec.value().string("resources", "requests", "storage");
    if (asked.isEmpty()) {
      spec.add(FieldError.required(path, ""));
      return;
    }
    Quantity quantity = Quantity.parse(asked);
    if (ResourceFields.positive(quantity, path, spec.errors())) {
      ResourceFields.amount("storage", quantity, path, spec.errors());
    }
  }

  private static void className(Part spec, String field) {
    if (!spec.string(field).isEmpty()) {
      spec.faults(field, NameFormats.dns1123Subdomain(spec.string(field)));
    }
  }

  /// Upstream: validateDataSource and validateDataSourceRef.
  private static void reference(Part source, boolean mayCrossNamespaces) {
    source.requireText("name");
    source.requireText("kind");
    String group = source.string("apiGroup");
    if (group.isEmpty() && !source.string("kind").equals("PersistentVolumeClaim")) {
      source.add(
          FieldError.invalid(
              source.path(),
              source.string("kind"),
              "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
    }
    if (!group.isEmpty()) {
      source.faults("apiGroup", NameFormats.dns1123Subdomain(group));
    }
    if (mayCrossNamespaces && !source.string("namespace").isEmpty()) {
      source.faults("namespace", NameFormats.dns1123Label(source.string("namespace")));
    }
  }

  private static void sourcesAgree(Part spec) {
    JsonObject source = spec.value().object("dataSource");
    JsonObject reference = spec.value().object("dataSourceRef");
    if (source.isEmpty() || reference.isEmpty()) {
      return;
    }
    // The value shown is upstream's own slip: a path where the source belongs.
    String shown = spec.child("dataSource").toString();
    if (!reference.string("namespace").isEmpty()) {
      spec.add(
          FieldError.invalid(
              spec.path(),
              shown,
              "may not be specified when dataSourceRef.namespace is specified"));
    } else if (!source.equals(reference.without("namespace"))) {
      spec.add(FieldError.invalid(spec.path(), shown, "must match dataSourceRef"));
    }
  }
}
