package dev.podium.resources.volumes;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.OldNodeLabels;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// PersistentVolume: storage that a claim can have.
///
/// Upstream: pkg/registry/core/persistentvolume/strategy.go, SetDefaults_PersistentVolume,
/// printPersistentVolume, GetWarningsForPersistentVolume.
final class PersistentVolumes {
  private static final String RECYCLE =
      "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the"
          + " recommended approach is to use dynamic provisioning.";
  private static final Map<String, String> OLD_SOURCES = new LinkedHashMap<>();

  static {
    OLD_SOURCES.put("cephfs", "deprecated in v1.28, non-functional in v1.31+");
    OLD_SOURCES.put("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
    OLD_SOURCES.put("scaleIO", "deprecated in v1.16, non-functional in v1.22+");
    OLD_SOURCES.put("storageos", "deprecated in v1.22, non-functional in v1.25+");
    OLD_SOURCES.put("glusterfs", "deprecated in v1.25, non-functional in v1.26+");
    OLD_SOURCES.put("rbd", "deprecated in v1.28, non-functional in v1.31+");
  }

  private PersistentVolumes() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "PersistentVolume", "persistentvolumes")
        .shortNames("pv")
        .clusterScoped()
        .returnsDeletedObject()
        .defaults(PersistentVolumes::setDefaults)
        .prepareCreate(PersistentVolumes::prepareCreate)
        .validate(VolumeValidation::validate)
        .validateUpdate(VolumeValidation::validateUpdate)
        .warn((volume, _) -> warnings(volume))
        .status(PersistentVolumes::noteTransition, (_, _, _) -> {})
        .table(
            TableLayout.of(
                PersistentVolumes::cells,
                TableLayout.name(),
                TableLayout.string("Capacity"),
                TableLayout.string("Access Modes"),
                TableLayout.string("Reclaim Policy"),
                TableLayout.string("Status"),
                TableLayout.string("Claim"),
                TableLayout.string("StorageClass"),
                TableLayout.string("VolumeAttributesClass"),
                TableLayout.string("Reason"),
                TableLayout.age(),
                TableLayout.string("VolumeMode").wide()))
        .build();
  }

  private static void setDefaults(ObjectDraft volume) {
    volume.object("status").setDefaultString("phase", "Pending");
    ObjectDraft spec = volume.object("spec");
    spec.setDefaultString("persistentVolumeReclaimPolicy", "Retain");
    spec.setDefault("volumeMode", "Filesystem");
    SourceDefaults.apply(spec);
  }

  private static void prepareCreate(ObjectDraft volume, WriteContext context) {
    volume.set(
        "status",
        JsonObject.of(
            "phase", "Pending", "lastPhaseTransitionTime", Timestamps.format(context.now())));
  }

  private static void noteTransition(ObjectDraft volume, ApiObject old, WriteContext context) {
    ObjectDraft status = volume.object("status");
    String time = old.status().string("lastPhaseTransitionTime");
    if (!status.string("phase").equals(old.status().string("phase"))
        && (!status.has("lastPhaseTransitionTime")
            || status.string("lastPhaseTransitionTime").equals(time))) {
      status.set("lastPhaseTransitionTime", Timestamps.format(context.now()));
    }
  }

  /// That a volume or a claim names its class by an annotation.
  static List<String> oldClass(ApiObject object) {
    return object.annotation(ClaimValidation.CLASS_ANNOTATION).isEmpty()
        ? List.of()
        : List.of(
            "metadata.annotations["
                + ClaimValidation.CLASS_ANNOTATION
                + "]: deprecated since v1.8; use \"storageClassName\" attribute instead");
  }

  private static List<String> warnings(ApiObject volume) {
    List<String> warnings = new ArrayList<>(oldClass(volume));
    if (volume.spec().string("persistentVolumeReclaimPolicy").equals("Recycle")) {
      warnings.add(RECYCLE);
    }
    Part.of(volume, new ArrayList<>(0))
        .at("spec", "nodeAffinity", "required")
        .items("nodeSelectorTerms")
        .forEach(term -> OldNodeLabels.expressions(term, warnings));
    OLD_SOURCES.forEach((field, word) -> {
      if (volume.spec().has(field)) {
        // The path is upstream's own spelling.
        String shown = field.equals("storageos") ? "storageOS" : field;
        warnings.add("spec." + shown + ": " + word);
      }
    });
    return warnings;
  }

  private static List<Object> cells(ApiObject volume, Instant now) {
    JsonObject spec = volume.spec();
    JsonObject claim = spec.object("claimRef");
    return List.of(
        volume.name(),
        spec.findString("capacity", "storage").orElse("0"),
        AccessModes.cell(spec.strings("accessModes")),
        spec.string("persistentVolumeReclaimPolicy"),
        volume.isBeingDeleted() ? "Terminating" : volume.status().string("phase"),
        claim.isEmpty() ? "" : claim.string("namespace") + "/" + claim.string("name"),
        PersistentVolumeClaims.className(volume),
        spec.findString("volumeAttributesClassName").orElse(Cells.UNSET),
        volume.status().string("reason"),
        Cells.age(volume, now),
        spec.findString("volumeMode").orElse(Cells.UNSET));
  }
}
