package dev.podium.resources.volumes;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// PersistentVolumeClaim: a wish for storage.
///
/// Upstream: pkg/registry/core/persistentvolumeclaim/strategy.go,
/// SetDefaults_PersistentVolumeClaim, printPersistentVolumeClaim.
final class PersistentVolumeClaims {
  private PersistentVolumeClaims() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "PersistentVolumeClaim", "persistentvolumeclaims")
        .shortNames("pvc")
        .returnsDeletedObject()
        .defaults(PersistentVolumeClaims::setDefaults)
        .prepareCreate(PersistentVolumeClaims::prepareCreate)
        .prepareUpdate(PersistentVolumeClaims::prepareUpdate)
        .validate(ClaimValidation::validate)
        .validateUpdate(ClaimValidation::validateUpdate)
        .warn((claim, _) -> warnings(claim))
        .status(ClaimValidation::validateStatus)
        .table(
            TableLayout.of(
                PersistentVolumeClaims::cells,
                TableLayout.name(),
                TableLayout.string("Status"),
                TableLayout.string("Volume"),
                TableLayout.string("Capacity"),
                TableLayout.string("Access Modes"),
                TableLayout.string("StorageClass"),
                TableLayout.string("VolumeAttributesClass"),
                TableLayout.age(),
                TableLayout.string("VolumeMode").wide()))
        .build();
  }

  private static void setDefaults(ObjectDraft claim) {
    claim.object("spec").setDefault("volumeMode", "Filesystem");
    claim.object("status").setDefaultString("phase", "Pending");
  }

  private static void prepareCreate(ObjectDraft claim, WriteContext context) {
    claim.set("status", JsonObject.of("phase", "Pending"));
    ObjectDraft spec = claim.object("spec");
    dropSources(spec);
    alignSources(spec);
  }

  private static void prepareUpdate(ObjectDraft claim, ApiObject old, WriteContext context) {
    ObjectDraft spec = claim.object("spec");
    if (!old.spec().has("dataSource") && !old.spec().has("dataSourceRef")) {
      dropSources(spec);
    }
    alignSources(spec);
  }

  private static void dropSources(ObjectDraft spec) {
    // Sources in other namespaces need a feature that is off by default.
    spec.findObject("dataSourceRef")
        .filter(reference -> !reference.string("namespace").isEmpty())
        .ifPresent(_ -> spec.remove("dataSourceRef"));
    spec.findObject("dataSource")
        .filter(source -> !mayBeSource(source))
        .ifPresent(_ -> spec.remove("dataSource"));
  }

  /// Whoever knows only one of the two fields sees the same in it. Upstream: NormalizeDataSources.
  private static void alignSources(ObjectDraft spec) {
    copySource(spec, "dataSource", "dataSourceRef");
    copySource(spec, "dataSourceRef", "dataSource");
  }

  /// Other sources were once let pass and ignored, as they still are in the older of the two
  /// fields. Upstream: EnforceDataSourceBackwardsCompatibility.
  private static boolean mayBeSource(ObjectDraft source) {
    return switch (source.string("kind")) {
      case "PersistentVolumeClaim" -> source.string("apiGroup").isEmpty();
      case "VolumeSnapshot" -> source.string("apiGroup").equals("snapshot.storage.k8s.io");
      default -> false;
    };
  }

  private static void copySource(ObjectDraft spec, String from, String to) {
    Optional<ObjectDraft> source = spec.findObject(from);
    if (source.isPresent() && !spec.has(to)) {
      source.get().setDefault("apiGroup", JsonNull.NULL);
      spec.set(to, source.get().freeze());
    }
  }

  private static List<String> warnings(ApiObject claim) {
    List<String> warnings = new ArrayList<>(PersistentVolumes.oldClass(claim));
    warnings.addAll(ClaimSpecs.warnings(claim.spec(), FieldPath.of("spec")));
    return warnings;
  }

  private static List<Object> cells(ApiObject claim, Instant now) {
    JsonObject spec = claim.spec();
    boolean bound = !spec.string("volumeName").isEmpty();
    return List.of(
        claim.name(),
        claim.isBeingDeleted() ? "Terminating" : claim.status().string("phase"),
        spec.string("volumeName"),
        bound ? claim.status().findString("capacity", "storage").orElse("0") : "",
        bound ? AccessModes.cell(claim.status().strings("accessModes")) : "",
        className(claim),
        spec.findString("volumeAttributesClassName").orElse(Cells.UNSET),
        Cells.age(claim, now),
        spec.findString("volumeMode").orElse(Cells.UNSET));
  }

  /// The storage class, once an annotation. Upstream: GetPersistentVolumeClaimClass.
  static String className(ApiObject object) {
    return object
        .annotation(ClaimValidation.CLASS_ANNOTATION)
        .orElse(object.spec().string("storageClassName"));
  }
}
