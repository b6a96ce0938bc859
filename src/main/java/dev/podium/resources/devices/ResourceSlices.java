package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/// ResourceSlice: devices that a driver offers on a node or beyond.
///
/// Upstream: pkg/registry/resource/resourceslice/strategy.go.
final class ResourceSlices {
  private ResourceSlices() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(DeviceKinds.VERSION, "ResourceSlice", "resourceslices")
        .clusterScoped()
        .generation()
        .returnsDeletedObject()
        .validate(SliceChecks::onCreate)
        .validateUpdate(SliceChecks::onUpdate)
        .selectable("spec.nodeName")
        .selectable("spec.driver")
        .table(
            TableLayout.of(
                ResourceSlices::cells,
                TableLayout.name(),
                TableLayout.string("Node"),
                TableLayout.string("Driver"),
                TableLayout.string("Pool"),
                TableLayout.age()))
        .build();
  }

  private static List<Object> cells(ApiObject slice, Instant now) {
    JsonObject spec = slice.spec();
    return List.of(
        slice.name(),
        spec.string("nodeName"),
        spec.string("driver"),
        spec.string("pool", "name"),
        Cells.age(slice, now));
  }
}
