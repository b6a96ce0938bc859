package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.volumes.ClaimSpecs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// StatefulSet.
final class StatefulSets {
  private StatefulSets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "StatefulSet", "statefulsets")
        .shortNames("sts")
        .categories("all")
        .nameRule(NameRule.LABEL)
        .generation()
        .defaults(StatefulSets::defaults)
        .prepareCreate(StatefulSets::prepareCreate)
        .validate(StatefulSetChecks::create)
        .validateUpdate(StatefulSetChecks::update)
        .warn(StatefulSets::warnings)
        .table(table())
        .status(StatefulSetChecks::status)
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

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    List<String> warnings = new ArrayList<>(Workload.warnings(object, old, false));
    List<JsonObject> claims = object.spec().objects("volumeClaimTemplates");
    for (int i = 0; i < claims.size(); i++) {
      // The path is upstream's own spelling.
      FieldPath path = FieldPath.of("spec", "volumeClaimTemplates").index(i).child("Spec");
      warnings.addAll(ClaimSpecs.warnings(claims.get(i).object("spec"), path));
    }
    if (object.spec().integer("revisionHistoryLimit") < 0) {
      warnings.add(
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value"
              + " >= 0 is recommended");
    }
    return warnings;
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
