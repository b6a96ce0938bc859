package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.resources.fields.IntOrPercent;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import java.util.List;

/// What is wrong with a Deployment.
///
/// Upstream: pkg/apis/apps/validation/validation.go (ValidateDeployment) and
/// pkg/registry/apps/deployment/strategy.go.
final class DeploymentChecks {
  private DeploymentChecks() {}

  static void create(ApiObject object, List<FieldError> errors) {
    spec(Part.of(object, errors).at("spec"));
  }

  static void update(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    spec(spec);
    spec.immutable("selector", old.spec());
  }

  private static void spec(Part spec) {
    spec.notNegative("replicas");
    WorkloadChecks.selectorAndTemplate(spec, "deployment");
    strategy(spec.at("strategy"));
    spec.notNegative("minReadySeconds");
    spec.notNegative("revisionHistoryLimit");
    if (spec.has("progressDeadlineSeconds")) {
      spec.notNegative("progressDeadlineSeconds");
      if (spec.integer("progressDeadlineSeconds") <= spec.integer("minReadySeconds")) {
        spec.invalid("progressDeadlineSeconds", "must be greater than minReadySeconds");
      }
    }
  }

  private static void strategy(Part strategy) {
    switch (strategy.string("type")) {
      case "Recreate" -> {
        if (strategy.has("rollingUpdate")) {
          strategy.forbidden(
              "rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "RollingUpdate" -> rollingUpdate(strategy.at("rollingUpdate"));
      default ->
          strategy.add(
              FieldError.notSupported(
                  strategy.path(),
                  InternalForm.of("io.k8s.api.apps.v1.DeploymentStrategy", strategy.value()),
                  List.of("Recreate", "RollingUpdate")));
    }
  }

  private static void rollingUpdate(Part update) {
    IntOrPercent.check(update, "maxUnavailable");
    IntOrPercent.check(update, "maxSurge");
    if (IntOrPercent.isZero(update, "maxUnavailable") && IntOrPercent.isZero(update, "maxSurge")) {
      update.invalid("maxUnavailable", "may not be 0 when `maxSurge` is 0");
    }
    IntOrPercent.atMostAll(update, "maxUnavailable");
  }

  static void status(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(object, errors).at("status");
    WorkloadChecks.notNegative(
        status,
        List.of(
            "observedGeneration",
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "unavailableReplicas",
            "terminatingReplicas",
            "collisionCount"));
    WorkloadChecks.replicas(status, "updatedReplicas");
    WorkloadChecks.notDecremented(status, old.status());
  }
}
