package dev.podium.resources.devices;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// ResourceClaim: a wish for devices, and which ones it got.
///
/// Upstream: pkg/registry/resource/resourceclaim/strategy.go, pkg/apis/resource/v1/defaults.go.
final class ResourceClaims {
  private static final String SPEC_TYPE = "io.k8s.api.resource.v1.ResourceClaimSpec";

  private ResourceClaims() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(DeviceKinds.VERSION, "ResourceClaim", "resourceclaims")
        .returnsDeletedObject()
        .defaults(claim -> specDefaults(claim.object("spec")))
        .prepareCreate((claim, _) -> claim.set("status", JsonObject.EMPTY))
        .validate(ClaimChecks::onCreate)
        .validateUpdate(
            (claim, old, errors) -> ClaimChecks.immutableSpec(claim, old, SPEC_TYPE, errors))
        .table(
            TableLayout.of(
                ResourceClaims::cells,
                TableLayout.name(),
                TableLayout.string("State"),
                TableLayout.age()))
        .status(ResourceClaims::prepareStatus, ClaimStatusChecks::check)
        .build();
  }

  private static void prepareStatus(ObjectDraft claim, ApiObject old, WriteContext context) {
    Subresource.keepsMetadata().prepare(claim, old, context);
    ClaimStatusChecks.dropDeallocated(claim, old);
  }

  static void specDefaults(ObjectDraft spec) {
    for (ObjectDraft request : spec.object("devices").objects("requests")) {
      request.findObject("exactly").ifPresent(ResourceClaims::requestDefaults);
      request.objects("firstAvailable").forEach(ResourceClaims::requestDefaults);
    }
  }

  private static void requestDefaults(ObjectDraft request) {
    request.setDefaultString("allocationMode", "ExactCount");
    if (request.string("allocationMode").equals("ExactCount")
        && request.findLong("count").orElse(0) == 0) {
      request.set("count", 1);
    }
    request.objects("tolerations").forEach(t -> t.setDefaultString("operator", "Equal"));
  }

  private static List<Object> cells(ApiObject claim, Instant now) {
    return List.of(claim.name(), state(claim), Cells.age(claim, now));
  }

  private static String state(ApiObject claim) {
    boolean going = claim.isBeingDeleted();
    List<String> states = new ArrayList<>(going ? List.of("deleted") : List.of());
    if (claim.status().findObject("allocation").isEmpty()) {
      if (!going) {
        states.add("pending");
      }
    } else {
      states.add("allocated");
      if (!claim.status().array("reservedFor").isEmpty()) {
        states.add("reserved");
      }
    }
    return String.join(",", states);
  }
}
