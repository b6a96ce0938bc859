package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// StorageClass: how volumes for claims are made.
///
/// Upstream: pkg/registry/storage/storageclass/strategy.go, ValidateStorageClass,
/// printStorageClass.
final class StorageClasses {
  private static final List<String> DEFAULT_MARKS =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");

  private StorageClasses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("storage.k8s.io/v1", "StorageClass", "storageclasses")
        .shortNames("sc")
        .clusterScoped()
        .returnsDeletedObject()
        .defaults(object ->
            object
                .setDefault("reclaimPolicy", "Delete")
                .setDefault("volumeBindingMode", "Immediate"))
        .validate((object, errors) -> validate(Part.of(object, errors)))
        .validateUpdate(StorageClasses::validateUpdate)
        .warn((object, _) -> warnings(object))
        .table(
            TableLayout.of(
                StorageClasses::cells,
                TableLayout.name(),
                TableLayout.string("Provisioner"),
                TableLayout.string("ReclaimPolicy"),
                TableLayout.string("VolumeBindingMode"),
                TableLayout.string("AllowVolumeExpansion"),
                TableLayout.age()))
        .build();
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    JsonObject root = object.root();
    boolean isDefault =
        DEFAULT_MARKS.stream().anyMatch(mark -> "true".equals(object.annotations().get(mark)));
    return List.of(
        isDefault ? object.name() + " (default)" : object.name(),
        root.string("provisioner"),
        root.findString("reclaimPolicy").orElse("Delete"),
        root.findString("volumeBindingMode").orElse(Cells.UNSET),
        root.bool("allowVolumeExpansion"),
        Cells.age(object, now));
  }

  private static void validate(Part root) {
    Provisioning.provider(root, "provisioner");
    Provisioning.parameters(root, true);
    if (!root.string("reclaimPolicy").isEmpty()) {
      root.oneOf("reclaimPolicy", List.of("Delete", "Retain"));
    }
    if (root.has("volumeBindingMode")) {
      root.oneOfIfPresent("volumeBindingMode", List.of("Immediate", "WaitForFirstConsumer"));
    } else {
      root.required("volumeBindingMode");
    }
    topologies(root);
  }

  private static void topologies(Part root) {
    List<Part> topologies = root.items("allowedTopologies");
    // Upstream's slip: it compares with as many empty terms as there are terms, too.
    List<Map<String, Set<String>>> seen =
        new ArrayList<>(Collections.nCopies(topologies.size(), Map.of()));
    for (Part topology : topologies) {
      Map<String, Set<String>> term = term(topology);
      seen.stream()
          .filter(term::equals)
          .forEach(_ -> topology.duplicate("matchLabelExpressions", ""));
      seen.add(term);
    }
  }

  /// What each label may be.
  private static Map<String, Set<String>> term(Part topology) {
    List<Part> expressions = topology.items("matchLabelExpressions");
    if (expressions.isEmpty()) {
      topology.required("matchLabelExpressions");
    }
    Map<String, Set<String>> term = new HashMap<>();
    for (Part expression : expressions) {
      String key = expression.string("key");
      Set<String> values = values(expression);
      if (term.put(key, values) != null) {
        expression.duplicate("key", key);
      }
      SelectorFields.labelName(expression, "key");
    }
    return term;
  }

  private static Set<String> values(Part expression) {
    List<String> values = expression.strings("values");
    if (values.isEmpty()) {
      expression.required("values");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!seen.add(values.get(i))) {
        expression.add(FieldError.duplicate(expression.child("values").index(i), values.get(i)));
      }
    }
    return seen;
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part root = Part.of(object, errors);
    validate(root);
    root.immutable("parameters", old.root());
    root.immutable("provisioner", old.root());
    root.immutable("reclaimPolicy", old.root());
    root.immutable("volumeBindingMode", old.root());
  }

  private static List<String> warnings(ApiObject object) {
    List<String> warnings = new ArrayList<>(0);
    for (Part topology : Part.of(object, new ArrayList<>(0)).items("allowedTopologies")) {
      for (Part expression : topology.items("matchLabelExpressions")) {
        OldNodeLabels.warn(expression.child("key"), expression.string("key"), warnings);
      }
    }
    return warnings;
  }
}
