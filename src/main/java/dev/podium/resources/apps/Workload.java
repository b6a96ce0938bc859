package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.resources.pods.PodTemplates;
import java.util.List;

/// What the kinds that keep pods of a template have in common.
final class Workload {
  private static final int REVISIONS_KEPT = 10;

  private Workload() {}

  static void template(ObjectDraft spec) {
    spec.findObject("template").ifPresent(PodTemplates::defaults);
  }

  static void revisionHistoryLimit(ObjectDraft spec) {
    spec.setDefault("revisionHistoryLimit", REVISIONS_KEPT);
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
