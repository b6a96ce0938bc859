package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ReplicationController.
final class ReplicationControllers {
  private ReplicationControllers() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "ReplicationController", "replicationcontrollers")
        .shortNames("rc")
        .categories("all")
        .orphansByDefault()
        .generation()
        .defaults(ReplicationControllers::defaults)
        .prepareCreate(ReplicationControllers::prepareCreate)
        .validate(ReplicationControllers::validate)
        .validateUpdate(ReplicationControllers::validateUpdate)
        .checksUpdatesAsNew()
        .warn(ReplicationControllers::warnings)
        .selectable("status.replicas", object -> Long.toString(object.status().integer("replicas")))
        .table(
            TableLayout.of(
                ReplicationControllers::cells,
                TableLayout.name(),
                TableLayout.integer("Desired"),
                TableLayout.integer("Current"),
                TableLayout.integer("Ready"),
                TableLayout.age(),
                TableLayout.string("Containers").wide(),
                TableLayout.string("Images").wide(),
                TableLayout.string("Selector").wide()))
        .status(ReplicationControllers::validateStatus)
        .scale(object -> LabelSelector.ofLabels(object.spec().stringMap("selector")).toString())
        .build();
  }

  /// Upstream: SetDefaults_ReplicationController.
  private static void defaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefault("replicas", 1);
    spec.findObject("template").ifPresent(PodTemplates::defaults);
    Object labels =
        spec.findObject("template", "metadata")
            .map(metadata -> metadata.get("labels"))
            .orElse(null);
    if (labels instanceof JsonObject map) {
      setIfEmpty(spec, "selector", map);
      setIfEmpty(object.object("metadata"), "labels", map);
    }
  }

  private static void setIfEmpty(ObjectDraft draft, String field, JsonObject map) {
    if (!(draft.get(field) instanceof JsonObject present) || present.isEmpty()) {
      draft.set(field, map);
    }
  }

  private static void prepareCreate(ObjectDraft object, WriteContext context) {
    object.set("status", JsonObject.of("replicas", 0));
  }

  /// Upstream: ValidateReplicationControllerSpec.
  private static void validate(ApiObject object, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    spec.notNegative("minReadySeconds");
    LabelSelector selector = LabelSelector.ofLabels(spec.value().stringMap("selector"));
    if (selector.matchesEverything()) {
      spec.required("selector");
    }
    spec.notNegative("replicas");
    if (spec.has("template")) {
      PodTemplates.checkForGood(spec.at("template"), selector, "ReplicationController");
    } else {
      spec.required("template");
    }
  }

  /// The whole is checked, then the spec again (rcStrategy.ValidateUpdate).
  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    validate(object, errors);
    validate(object, errors);
  }

  /// Upstream: ValidateReplicationControllerStatus.
  private static void validateStatus(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part status = Part.of(object, errors).at("status");
    List.of(
            "replicas",
            "fullyLabeledReplicas",
            "readyReplicas",
            "availableReplicas",
            "observedGeneration")
        .forEach(status::notNegative);
    for (String field : List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas")) {
      if (status.integer(field) > status.integer("replicas")) {
        status.invalid(field, status.integer(field), "cannot be greater than status.replicas");
      }
    }
    if (status.integer("availableReplicas") > status.integer("readyReplicas")) {
      status.invalid("availableReplicas", "cannot be greater than readyReplicas");
    }
  }

  private static List<String> warnings(ApiObject object, Optional<ApiObject> old) {
    List<String> warnings =
        new ArrayList<>(old.isEmpty() ? PodTemplates.nameWarnings(object) : List.of());
    if (old.isEmpty() || !old.get().generation().equals(object.generation())) {
      warnings.addAll(
          PodTemplates.warnings(
              object.spec().object("template"), FieldPath.of("spec", "template")));
    }
    return warnings;
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    List<JsonObject> containers = object.spec().objects("template", "spec", "containers");
    return List.of(
        object.name(),
        object.spec().integer("replicas"),
        object.status().integer("replicas"),
        object.status().integer("readyReplicas"),
        Cells.age(object, now),
        Cells.names(containers),
        Cells.images(containers),
        Cells.labels(object.spec().stringMap("selector")));
  }
}
