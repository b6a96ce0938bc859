package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.resources.pods.PodTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the kinds that keep pods of a template have in common.
final class Workload {
  private static final int REVISIONS_KEPT = 10;

  private Workload() {}

  static void template(ObjectDraft spec) {
    PodTemplates.defaults(spec.object("template"));
  }

  static void revisionHistoryLimit(ObjectDraft spec) {
    spec.setDefault("revisionHistoryLimit", REVISIONS_KEPT);
  }

  /// Warnings about the template of a new object, and of one whose generation an update raises.
  ///
  /// @param named whether pods have names that begin with the object's
  static List<String> warnings(ApiObject object, Optional<ApiObject> old, boolean named) {
    List<String> warnings = new ArrayList<>(0);
    if (old.isEmpty() && named) {
      warnings.addAll(PodTemplates.nameWarnings(object));
    }
    boolean changed = old.isEmpty() || !old.get().generation().equals(object.generation());
    if (changed) {
      warnings.addAll(
          PodTemplates.warnings(
              object.spec().object("template"), FieldPath.of("spec", "template")));
    }
    return warnings;
  }

  static List<JsonObject> containers(ApiObject object) {
    return object.spec().objects("template", "spec", "containers");
  }

  static String selectorCell(ApiObject object) {
    return Cells.selector(object.spec().findObject("selector"));
  }

  /// The selector as a Scale shows it.
  static String scaleSelector(ApiObject object) {
    return LabelSelector.ofJson(object.spec().findObject("selector")).toString();
  }
}
