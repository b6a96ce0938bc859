package dev.podium.resources.storage;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// CSIDriver: what a storage driver can do and wants.
///
/// Upstream: pkg/registry/storage/csidriver/strategy.go, ValidateCSIDriver, printCSIDriver.
final class CsiDrivers {
  private static final long SHORTEST_TOKEN = 600;
  private static final long LONGEST_TOKEN = 1L << 32;
  private static final long SHORTEST_PERIOD = 10;
  private static final List<String> GROUP_POLICIES =
      List.of("File", "None", "ReadWriteOnceWithFSType");
  private static final List<String> LIFECYCLE_MODES = List.of("Persistent", "Ephemeral");

  private CsiDrivers() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("storage.k8s.io/v1", "CSIDriver", "csidrivers")
        .clusterScoped()
        .conditionalUpdateOnly()
        .returnsDeletedObject()
        .defaults(CsiDrivers::setDefaults)
        .prepareUpdate(CsiDrivers::raiseGeneration)
        .validate((object, errors) -> validate(Part.of(object, errors).at("spec")))
        .validateUpdate(CsiDrivers::validateUpdate)
        .table(
            TableLayout.of(
                CsiDrivers::cells,
                TableLayout.name(),
                TableLayout.Column.of("AttachRequired", "boolean"),
                TableLayout.Column.of("PodInfoOnMount", "boolean"),
                TableLayout.Column.of("StorageCapacity", "boolean"),
                TableLayout.string("TokenRequests"),
                TableLayout.Column.of("RequiresRepublish", "boolean"),
                TableLayout.string("Modes"),
                TableLayout.age()))
        .build();
  }

  private static void setDefaults(ObjectDraft object) {
    ObjectDraft spec = object.object("spec");
    spec.setDefault("attachRequired", true);
    spec.setDefault("podInfoOnMount", false);
    spec.setDefault("storageCapacity", false);
    spec.setDefault("fsGroupPolicy", "ReadWriteOnceWithFSType");
    if (spec.list("volumeLifecycleModes").size() == 0) {
      spec.list("volumeLifecycleModes").add("Persistent");
    }
    spec.setDefault("requiresRepublish", false);
    spec.setDefault("seLinuxMount", false);
  }

  /// The generation begins to count with the first change: a new driver has none.
  private static void raiseGeneration(ObjectDraft object, ApiObject old, WriteContext context) {
    if (!object.object("spec").freeze().equals(old.spec())) {
      object.object("metadata").set("generation", old.metadata().integer("generation") + 1);
    }
  }

  private static List<Object> cells(ApiObject object, Instant now) {
    JsonObject spec = object.spec();
    List<String> audiences =
        spec.objects("tokenRequests").stream().map(request -> request.string("audience")).toList();
    return List.of(
        object.name(),
        spec.findBoolean("attachRequired").orElse(true),
        spec.bool("podInfoOnMount"),
        spec.bool("storageCapacity"),
        spec.has("tokenRequests") ? Cells.joined(audiences) : Cells.UNSET,
        spec.bool("requiresRepublish"),
        Cells.orNone(Cells.joined(spec.strings("volumeLifecycleModes"))),
        Cells.age(object, now));
  }

  private static void validate(Part spec) {
    spec.oneOf("fsGroupPolicy", GROUP_POLICIES);
    tokenRequests(spec);
    for (String mode : spec.strings("volumeLifecycleModes")) {
      if (!LIFECYCLE_MODES.contains(mode)) {
        spec.add(
            FieldError.notSupported(spec.child("volumeLifecycleModes"), mode, LIFECYCLE_MODES));
      }
    }
    OptionalLong period = spec.findLong("nodeAllocatableUpdatePeriodSeconds");
    if (period.isPresent() && period.getAsLong() < SHORTEST_PERIOD) {
      spec.invalid(
          "nodeAllocatableUpdatePeriodSeconds",
          "must be greater than or equal to " + SHORTEST_PERIOD + " seconds");
    }
    if (spec.has("serviceAccountTokenInSecrets") && spec.array("tokenRequests").isEmpty()) {
      spec.invalid(
          "serviceAccountTokenInSecrets",
          "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
    }
  }

  private static void tokenRequests(Part spec) {
    Set<String> audiences = new HashSet<>();
    for (Part request : spec.items("tokenRequests")) {
      if (!audiences.add(request.string("audience"))) {
        request.duplicate("audience", request.string("audience"));
        continue;
      }
      long seconds = request.findLong("expirationSeconds").orElse(SHORTEST_TOKEN);
      if (seconds < SHORTEST_TOKEN) {
        request.invalid("expirationSeconds", "may not specify a duration less than 10 minutes");
      }
      if (seconds > LONGEST_TOKEN) {
        request.invalid("expirationSeconds", "may not specify a duration larger than 2^32 seconds");
      }
    }
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    validate(spec);
    if (spec.bool("attachRequired") != old.spec().bool("attachRequired")) {
      // The path is upstream's own spelling.
      spec.invalid("attachedRequired", spec.shown("attachRequired"), FieldChecks.IMMUTABLE);
    }
    spec.immutable("volumeLifecycleModes", old.spec());
  }
}
