package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.util.List;

/// VolumeAttributesClass: properties of a volume that may change while it is in use.
///
/// Upstream: pkg/registry/storage/volumeattributesclass/strategy.go, ValidateVolumeAttributesClass.
final class VolumeAttributesClasses {
  private VolumeAttributesClasses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            "storage.k8s.io/v1", "VolumeAttributesClass", "volumeattributesclasses")
        .shortNames("vac")
        .clusterScoped()
        .returnsDeletedObject()
        .validate(VolumeAttributesClasses::validate)
        .validateUpdate(VolumeAttributesClasses::validateUpdate)
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(
                        object.name(), object.root().string("driverName"), Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("DriverName"),
                TableLayout.age()))
        .build();
  }

  private static void validate(ApiObject object, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    Provisioning.provider(root, "driverName");
    Provisioning.parameters(root, false);
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    validate(object, errors);
    Part root = Part.of(object, errors);
    if (!root.string("driverName").equals(old.root().string("driverName"))) {
      root.forbidden("driverName", "updates to driverName are forbidden.");
    }
    if (!root.value().object("parameters").equals(old.root().object("parameters"))) {
      root.forbidden("parameters", "updates to parameters are forbidden.");
    }
  }
}
