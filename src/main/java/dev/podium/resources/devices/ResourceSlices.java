package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.List;

/// ResourceSlice: devices that a driver offers on a node or beyond.
///
/// Upstream: pkg/registry/resource/resourceslice/strategy.go.
final class ResourceSlices {
  private static final List<String> LISTS = List.of("bools", "ints", "strings", "versions");

  private ResourceSlices() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(DeviceKinds.VERSION, "ResourceSlice", "resourceslices")
        .clusterScoped()
        .generation()
        .returnsDeletedObject()
        .prepareCreate(ResourceSlices::prepare)
        .prepareUpdate((slice, _, context) -> prepare(slice, context))
        .warn((slice, _) -> SliceChecks.warnings(slice))
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

  /// Times taints, and drops fields behind gates that are not open (DRANodeAllocatableResources,
  /// DRAListTypeAttributes).
  private static void prepare(ObjectDraft slice, WriteContext context) {
    for (ObjectDraft device : slice.object("spec").objects("devices")) {
      String now = Timestamps.format(context.now());
      device.objects("taints").forEach(taint -> taint.setDefaultString("timeAdded", now));
      device.remove("nodeAllocatableResourceMappings");
      device
          .findObject("attributes")
          .ifPresent(attributes ->
              attributes
                  .keys()
                  .forEach(name ->
                      attributes
                          .findObject(name)
                          .ifPresent(attribute -> LISTS.forEach(attribute::remove))));
    }
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
