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

/// ReplicaSet.
final class ReplicaSets {
  private ReplicaSets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "ReplicaSet", "replicasets")
        .shortNames("rs")
        .categories("all")
        .generation()
        .defaults(ReplicaSets::defaults)
        .prepareCreate(ReplicaSets::prepareCreate)
        .validate(ReplicaSetChecks::create)
        .validateUpdate(ReplicaSetChecks::update)
        .warn(ReplicaSets::warnings)
        .table(table())
        .status(ReplicaSetChecks::status)
        .scale(Workload::scaleSelector)
        .build();
  }

  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefault("replicas", 1);
    Workload.template(spec);
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set("status", JsonObject.of("replicas", 0));
  }

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    return Workload.warnings(object, old, true);
  }

  private static TableLayout table() {
    return TableLayout.of(
        ReplicaSets::cells,
        TableLayout.name(),
        TableLayout.integer("Desired"),
        TableLayout.integer("Current"),
        TableLayout.integer("Ready"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide(),
        TableLayout.string("Selector").wide());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    return List.of(
        object.name(),
        object.spec().integer("replicas"),
        object.status().integer("replicas"),
        object.status().integer("readyReplicas"),
        Cells.age(object, now),
        Cells.names(Workload.containers(object)),
        Cells.images(Workload.containers(object)),
        Workload.selectorCell(object));
  }
}
