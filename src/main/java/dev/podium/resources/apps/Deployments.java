package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deployment.
final class Deployments {
  private Deployments() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("apps/v1", "Deployment", "deployments")
        .shortNames("deploy")
        .categories("all")
        .generation(Deployments::specOrAnnotationsDiffer)
        .defaults(Deployments::defaults)
        .prepareCreate(Deployments::prepareCreate)
        .validate(DeploymentChecks::create)
        .validateUpdate(DeploymentChecks::update)
        .warn(Deployments::warnings)
        .table(table())
        .status(Subresource.keepsMetadata("labels"), DeploymentChecks::status)
        .owns("status", Ownable.except("spec", "metadata.labels"))
        .scale(Workload::scaleSelector)
        .build();
  }

  /// Annotations count: they are copied to replica sets (deployment/strategy.go, PrepareForUpdate).
  private static boolean specOrAnnotationsDiffer(ApiObject updated, ApiObject old) {
    return !updated.spec().equals(old.spec()) || !updated.annotations().equals(old.annotations());
  }

  /// Upstream: pkg/apis/apps/v1/defaults.go (SetDefaults_Deployment).
  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefault("replicas", 1);
    ObjectDraft strategy = spec.object("strategy");
    strategy.setDefaultString("type", "RollingUpdate");
    if (strategy.string("type").equals("RollingUpdate")) {
      strategy
          .object("rollingUpdate")
          .setDefault("maxUnavailable", "25%")
          .setDefault("maxSurge", "25%");
    }
    Workload.revisionHistoryLimit(spec);
    spec.setDefault("progressDeadlineSeconds", 600);
    Workload.template(spec);
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set("status", JsonObject.EMPTY);
  }

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    return Workload.warnings(object, old, true);
  }

  private static TableLayout table() {
    return TableLayout.of(
        Deployments::cells,
        TableLayout.name(),
        TableLayout.string("Ready"),
        TableLayout.string("Up-to-date"),
        TableLayout.string("Available"),
        TableLayout.age(),
        TableLayout.string("Containers").wide(),
        TableLayout.string("Images").wide(),
        TableLayout.string("Selector").wide());
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    return List.of(
        object.name(),
        object.status().integer("readyReplicas") + "/" + object.spec().integer("replicas"),
        object.status().integer("updatedReplicas"),
        object.status().integer("availableReplicas"),
        Cells.age(object, now),
        Cells.names(Workload.containers(object)),
        Cells.images(Workload.containers(object)),
        LabelSelector.ofJson(object.spec().findObject("selector")).toString());
  }
}
