package dev.podium.resources.devices;

import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// DeviceClass: devices that one asks for by a name.
///
/// Upstream: pkg/registry/resource/deviceclass/strategy.go.
final class DeviceClasses {
  private DeviceClasses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(DeviceKinds.VERSION, "DeviceClass", "deviceclasses")
        .clusterScoped()
        .generation()
        .returnsDeletedObject()
        .validate(DeviceChecks::deviceClass)
        .table(nameAndAge())
        .build();
  }

  static TableLayout nameAndAge() {
    return TableLayout.of(
        (object, now) -> List.of(object.name(), Cells.age(object, now)),
        TableLayout.name(),
        TableLayout.age());
  }
}
