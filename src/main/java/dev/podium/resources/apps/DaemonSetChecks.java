package dev.podium.resources.apps;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.LabelSelector;
import dev.podium.resources.fields.IntOrPercent;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.pods.PodTemplates;
import java.util.List;
import java.util.Optional;

/// What is wrong with a DaemonSet.
///
/// Upstream: pkg/apis/apps/validation/validation.go (ValidateDaemonSet) and
/// pkg/registry/apps/daemonset/strategy.go.
final class DaemonSetChecks {
  private DaemonSetChecks() {}

  static void create(ApiObject object, List<FieldError> errors) {
    spec(Part.of(object, errors).at("spec"));
  }

  static void update(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    // Here upstream compares the selectors first.
    spec.immutable("selector", old.spec());
    spec(spec);
  }

  private static void spec(Part spec) {
    spec.find("selector").ifPresent(SelectorFields::check);
    Optional<LabelSelector> selector = SelectorFields.read(spec, "selector");
    Part template = spec.at("template");
    selector.ifPresent(found -> PodTemplates.matches(template, found));
    boolean empty =
        spec.has("selector")
            && spec.at("selector").value().object("matchLabels").isEmpty()
            && spec.at("selector").array("matchExpressions").isEmpty();
    if (empty) {
      spec.invalid("selector", "empty selector is invalid for daemonset");
    }
    PodTemplates.check(template);
    Part pods = template.at("spec");
    if (!pods.string("restartPolicy").equals("Always")) {
      pods.add(
          FieldError.notSupported(
              pods.child("restartPolicy"), pods.string("restartPolicy"), List.of("Always")));
    }
    if (pods.has("activeDeadlineSeconds")) {
      pods.forbidden(
          "activeDeadlineSeconds", "activeDeadlineSeconds in DaemonSet is not Supported");
    }
    spec.notNegative("minReadySeconds");
    updateStrategy(spec.at("updateStrategy"));
    spec.notNegative("revisionHistoryLimit");
  }

  private static void updateStrategy(Part strategy) {
    switch (strategy.string("type")) {
      case "OnDelete" -> {}
      case "RollingUpdate" -> rollingUpdate(strategy.at("rollingUpdate"));
      default ->
          strategy.add(
              FieldError.notSupported(
                  strategy.path(),
                  InternalForm.of("io.k8s.api.apps.v1.DaemonSetUpdateStrategy", strategy.value()),
                  List.of("RollingUpdate", "OnDelete")));
    }
  }

  private static void rollingUpdate(Part update) {
    IntOrPercent.check(update, "maxUnavailable");
    IntOrPercent.check(update, "maxSurge");
    IntOrPercent.atMostAll(update, "maxUnavailable");
    IntOrPercent.atMostAll(update, "maxSurge");
    boolean gap = !IntOrPercent.isZero(update, "maxUnavailable");
    boolean surge = !IntOrPercent.isZero(update, "maxSurge");
    if (gap && surge) {
      update.invalid("maxSurge", "may not be set when maxUnavailable is non-zero");
    } else if (!gap && !surge) {
      update.required("maxUnavailable", "cannot be 0 when maxSurge is 0");
    }
  }

  static void status(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(object, errors).at("status");
    WorkloadChecks.notNegative(
        status,
        List.of(
            "currentNumberScheduled",
            "numberMisscheduled",
            "desiredNumberScheduled",
            "numberReady",
            "observedGeneration",
            "updatedNumberScheduled",
            "numberAvailable",
            "numberUnavailable",
            "collisionCount"));
    WorkloadChecks.notDecremented(status, old.status());
  }
}
