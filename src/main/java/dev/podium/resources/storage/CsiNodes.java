package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.volumes.VolumeSources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// CSINode: the storage drivers of a node.
///
/// Upstream: pkg/registry/storage/csinode/strategy.go, ValidateCSINode.
final class CsiNodes {
  private static final String TYPE = "io.k8s.api.storage.v1.CSINodeDriver";
  private static final int LONGEST_ID = 256;

  private CsiNodes() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("storage.k8s.io/v1", "CSINode", "csinodes")
        .clusterScoped()
        .conditionalUpdateOnly()
        .returnsDeletedObject()
        .validate((object, errors) -> validate(Part.of(object, errors).at("spec")))
        .validateUpdate(CsiNodes::validateUpdate)
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(
                        object.name(),
                        (long) object.spec().array("drivers").size(),
                        Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.integer("Drivers"),
                TableLayout.age()))
        .build();
  }

  private static void validate(Part spec) {
    Set<String> names = new HashSet<>();
    for (Part driver : spec.items("drivers")) {
      VolumeSources.csiDriver(driver, "name");
      nodeId(driver);
      driver.find("allocatable").ifPresent(allocatable -> allocatable.notNegative("count"));
      if (!names.add(driver.string("name"))) {
        driver.duplicate("name", driver.string("name"));
      }
      topologyKeys(driver);
    }
  }

  private static void nodeId(Part driver) {
    driver.requireText("nodeID");
    if (driver.string("nodeID").length() > LONGEST_ID) {
      driver.invalid("nodeID", "must be " + LONGEST_ID + " characters or less");
    }
  }

  private static void topologyKeys(Part driver) {
    Set<String> keys = new HashSet<>();
    for (String key : driver.strings("topologyKeys")) {
      if (key.isEmpty()) {
        driver.add(FieldError.required(driver.path(), ""));
      }
      if (!keys.add(key)) {
        driver.add(FieldError.duplicate(driver.path(), key));
      }
      FieldChecks.format(key, LabelFormats.key(key), driver.path(), driver.errors());
    }
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    validate(spec);
    for (JsonObject before : old.spec().objects("drivers")) {
      for (JsonObject driver : spec.value().objects("drivers")) {
        if (driver.string("name").equals(before.string("name"))
            && !driver.without("allocatable").equals(before.without("allocatable"))) {
          spec.invalid("drivers", InternalForm.of(TYPE, driver), FieldChecks.IMMUTABLE);
        }
      }
    }
  }
}
