package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// DaemonSet.
final class DaemonSets {
  /// Counts the changes of the template; the field behind it is gone from the API
  /// (Convert_apps_DaemonSet_To_v1_DaemonSet).
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  private DaemonSets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "DaemonSet", "daemonsets")
        .shortNames("ds")
        .categories("all")
        .generation()
        .defaults(DaemonSets::defaults)
        .prepareCreate(DaemonSets::prepareCreate)
        .prepareUpdate(DaemonSets::prepareUpdate)
        .validate(DaemonSetChecks::create)
        .validateUpdate(DaemonSetChecks::update)
        .warn(DaemonSets::warnings)
        .table(table())
        .status(DaemonSets::keepTemplateGeneration, DaemonSetChecks::status)
        .build();
  }

  /// Upstream: pkg/apis/apps/v1/defaults.go (SetDefaults_DaemonSet).
  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    ObjectDraft strategy = spec.object("updateStrategy");
    strategy.setDefaultString("type", "RollingUpdate");
    if (strategy.string("type").equals("RollingUpdate")) {
      strategy.object("rollingUpdate").setDefault("maxUnavailable", 1).setDefault("maxSurge", 0);
    }
    Workload.revisionHistoryLimit(spec);
    Workload.template(spec);
    // Upstream's conversion writes it at every decoding, so whoever creates the set owns it.
    object.object("metadata", "annotations").setDefault(TEMPLATE_GENERATION, "0");
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set(
        "status",
        JsonObject.of(
            "currentNumberScheduled", 0,
            "numberMisscheduled", 0,
            "desiredNumberScheduled", 0,
            "numberReady", 0));
    ObjectDraft annotations = object.object("metadata", "annotations");
    annotations.set(
        TEMPLATE_GENERATION,
        Long.toString(Math.max(1, number(annotations.string(TEMPLATE_GENERATION)))));
  }

  private static void prepareUpdate(ObjectDraft object, ApiObject old, WriteContext context) {
    long generation = templateGeneration(old);
    Optional<Object> template = Optional.ofNullable(object.object("spec").get("template"));
    boolean changed = !template.equals(old.spec().find("template"));
    object
        .object("metadata", "annotations")
        .set(TEMPLATE_GENERATION, Long.toString(changed ? generation + 1 : generation));
  }

  private static void keepTemplateGeneration(
      ObjectDraft object, ApiObject old, WriteContext context) {
    object
        .object("metadata", "annotations")
        .set(TEMPLATE_GENERATION, Long.toString(templateGeneration(old)));
  }

  private static long templateGeneration(ApiObject object) {
    return number(object.annotation(TEMPLATE_GENERATION).orElse(""));
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    return Workload.warnings(object, old, false);
  }

  private static TableLayout table() {
    return TableLayout.of(
        DaemonSets::cells,
        TableLayout.name(),
        TableLayout.integer("Desired"),
        TableLayout.integer("Current"),
        TableLayout.integer("Ready"),
        TableLayout.integer("Up-to-date"),
        TableLayout.integer("Available"),
        TableLayout.string("Node Selector"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide(),
        TableLayout.string("Selector").wide());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    JsonObject status = object.status();
    return List.of(
        object.name(),
        status.integer("desiredNumberScheduled"),
        status.integer("currentNumberScheduled"),
        status.integer("numberReady"),
        status.integer("updatedNumberScheduled"),
        status.integer("numberAvailable"),
        Cells.labels(object.spec().stringMap("template", "spec", "nodeSelector")),
        Cells.age(object, now),
        Cells.names(Workload.containers(object)),
        Cells.images(Workload.containers(object)),
        Workload.selectorCell(object));
  }
}
