package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import dev.podium.resources.fields.SelectorFields;
import java.util.ArrayList;
import java.util.List;

/// CSIStorageCapacity: how much storage of a class there is in a part of the cluster.
///
/// Upstream: pkg/registry/storage/csistoragecapacity/strategy.go, ValidateCSIStorageCapacity.
final class CsiStorageCapacities {
  private CsiStorageCapacities() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities")
        .conditionalUpdateOnly()
        .validate((object, errors) -> validate(Part.of(object, errors)))
        .validateUpdate(CsiStorageCapacities::validateUpdate)
        .warn((object, _) -> warnings(object))
        .build();
  }

  private static void validate(Part root) {
    root.find("nodeTopology").ifPresent(SelectorFields::check);
    root.faults("storageClassName", NameFormats.dns1123Subdomain(root.string("storageClassName")));
    root.findString("capacity")
        .ifPresent(capacity ->
            ResourceFields.notNegative(
                Quantity.parse(capacity), root.child("capacity"), root.errors()));
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    validate(root);
    root.immutable("nodeTopology", old.root());
    root.immutable("storageClassName", old.root());
  }

  private static List<String> warnings(ApiObject object) {
    List<String> warnings = new ArrayList<>(0);
    Part topology = Part.of(object, new ArrayList<>(0)).at("nodeTopology");
    OldNodeLabels.expressions(topology, warnings);
    for (String label : topology.at("matchLabels").value().keys()) {
      OldNodeLabels.warn(topology.child("matchLabels").child(label), label, warnings);
    }
    return warnings;
  }
}
