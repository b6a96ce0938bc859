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

/// StatefulSet.
final class StatefulSets {
  private StatefulSets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "StatefulSet", "statefulsets")
        .shortNames("sts")
        .categories("all")
        .generation()
        .defaults(StatefulSets::defaults)
        .prepareCreate(StatefulSets::prepareCreate)
        .table(table())
        .status()
        .scale(Workload::scaleSelector)
        .build();
  }

  /// Upstream: pkg/apis/apps/v1/defaults.go (SetDefaults_StatefulSet).
  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefaultString("podManagementPolicy", "OrderedReady");
    ObjectDraft strategy = spec.object("updateStrategy");
    if (strategy.string("type").isEmpty()) {
      strategy.set("type", "RollingUpdate").setDefault("rollingUpdate", JsonObject.EMPTY);
    }
    if (strategy.string("type").equals("RollingUpdate")) {
      strategy.findObject("rollingUpdate").ifPresent(update -> update.setDefault("partition", 0));
    }
    spec.object("persistentVolumeClaimRetentionPolicy")
        .setDefaultString("whenDeleted", "Retain")
        .setDefaultString("whenScaled", "Retain");
    spec.setDefault("replicas", 1);
    Workload.revisionHistoryLimit(spec);
    Workload.template(spec);
    spec.objects("volumeClaimTemplates").forEach(StatefulSets::claim);
  }

  /// A claim inside shows what a claim of its own would, its kind included
  /// (Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec).
  private static void claim(ObjectDraft claim) {
    claim.set("apiVersion", "v1").set("kind", "PersistentVolumeClaim");
    VolumeClaims.defaults(claim);
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set("status", JsonObject.of("replicas", 0, "availableReplicas", 0));
  }

  private static TableLayout table() {
    return TableLayout.of(
        StatefulSets::cells,
        TableLayout.name(),
        TableLayout.string("Ready"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    return List.of(
        object.name(),
        object.status().integer("readyReplicas") + "/" + object.spec().integer("replicas"),
        Cells.age(object, now),
        Cells.names(Workload.containers(object)),
        Cells.images(Workload.containers(object)));
  }
}
