package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.IntOrPercent;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.fields.Semantics;
import dev.podium.resources.pods.PodTemplates;
import dev.podium.resources.volumes.ClaimSpecs;
import java.util.List;

/// What is wrong with a StatefulSet.
///
/// Upstream: pkg/apis/apps/validation/validation.go (ValidateStatefulSet).
final class StatefulSetChecks {
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");
  private static final String ONLY_THESE =
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
          + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
          + " 'minReadySeconds' are forbidden";

  private StatefulSetChecks() {}

  static void create(ApiObject object, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    spec(spec, true);
  }

  static void update(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    // Names and claims that were let in before stay.
    spec(spec, false);
    JsonObject rest = spec.value();
    for (String field : CHANGEABLE) {
      Object before = old.spec().get(field);
      rest = before == null ? rest.without(field) : rest.with(field, before);
    }
    if (!Semantics.equal(rest, old.spec())) {
      spec.add(FieldError.forbidden(spec.path(), ONLY_THESE));
    }
  }

  private static void spec(Part spec, boolean isNew) {
    String policy = spec.string("podManagementPolicy");
    if (policy.isEmpty()) {
      spec.required("podManagementPolicy");
    } else if (!List.of("OrderedReady", "Parallel").contains(policy)) {
      spec.invalid("podManagementPolicy", "must be 'OrderedReady' or 'Parallel'");
    }
    updateStrategy(spec, spec.at("updateStrategy"));
    Part retention = spec.at("persistentVolumeClaimRetentionPolicy");
    retention.oneOfIfPresent("whenDeleted", List.of("Retain", "Delete"));
    retention.oneOfIfPresent("whenScaled", List.of("Retain", "Delete"));
    spec.notNegative("replicas");
    spec.notNegative("minReadySeconds");
    spec.find("ordinals")
        .ifPresent(ordinals -> {
          if (ordinals.integer("start") < 0) {
            spec.invalid("ordinals.start", ordinals.integer("start"), FieldChecks.NOT_NEGATIVE);
          }
        });
    if (isNew) {
      if (!spec.string("serviceName").isEmpty()) {
        spec.faults("serviceName", NameFormats.dns1123Label(spec.string("serviceName")));
      }
      spec.items("volumeClaimTemplates").forEach(claim -> ClaimSpecs.check(claim.at("spec")));
    }
    SelectorFields.require(spec, "empty selector is invalid for statefulset", "")
        .ifPresent(selector ->
            PodTemplates.checkForStatefulSet(
                spec.at("template"), selector, spec.value().objects("volumeClaimTemplates")));
  }

  private static void updateStrategy(Part spec, Part strategy) {
    switch (strategy.string("type")) {
      case "" -> spec.required("updateStrategy");
      case "OnDelete" -> {
        if (strategy.has("rollingUpdate")) {
          strategy.invalid(
              "rollingUpdate",
              InternalForm.of(
                  "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy",
                  strategy.value().object("rollingUpdate")),
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" ->
          strategy.find("rollingUpdate").ifPresent(StatefulSetChecks::rollingUpdate);
      default ->
          spec.invalid(
              "updateStrategy",
              InternalForm.of("io.k8s.api.apps.v1.StatefulSetUpdateStrategy", strategy.value()),
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  private static void rollingUpdate(Part update) {
    update.notNegative("partition");
    if (!update.has("maxUnavailable")) {
      return;
    }
    IntOrPercent.check(update, "maxUnavailable");
    if (IntOrPercent.isZero(update, "maxUnavailable")) {
      update.invalid("maxUnavailable", "cannot be 0");
    }
    IntOrPercent.atMostAll(update, "maxUnavailable");
  }

  static void status(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(object, errors).at("status");
    WorkloadChecks.notNegative(
        status,
        List.of(
            "replicas",
            "readyReplicas",
            "currentReplicas",
            "updatedReplicas",
            "availableReplicas",
            "observedGeneration",
            "collisionCount"));
    WorkloadChecks.atMost(
        status,
        "replicas",
        "cannot be greater than status.replicas",
        List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"));
    WorkloadChecks.atMost(
        status,
        "readyReplicas",
        "cannot be greater than status.readyReplicas",
        List.of("availableReplicas"));
    WorkloadChecks.notDecremented(status, old.status());
  }
}
