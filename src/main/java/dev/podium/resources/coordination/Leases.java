package dev.podium.resources.coordination;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.Part;
import java.util.List;

/// Lease: who leads, and a node's heartbeat.
///
/// Upstream: pkg/registry/coordination/lease/strategy.go, ValidateLease.
public final class Leases {
  private Leases() {}

  public static ResourceDefinition definition() {
    return ResourceDefinition.of("coordination.k8s.io/v1", "Lease", "leases")
        .createsOnUpdate()
        .conditionalUpdateOnly()
        .prepareCreate((lease, _) -> dropElection(lease))
        .prepareUpdate((lease, _, _) -> dropElection(lease))
        .validate(Leases::validate)
        .table(
            TableLayout.of(
                (lease, now) ->
                    List.of(
                        lease.name(), lease.spec().string("holderIdentity"), Cells.age(lease, now)),
                TableLayout.name(),
                TableLayout.string("Holder"),
                TableLayout.age()))
        .build();
  }

  /// Coordinated leader election is off by default.
  private static void dropElection(ObjectDraft lease) {
    lease.findObject("spec").ifPresent(spec -> spec.remove("strategy").remove("preferredHolder"));
  }

  private static void validate(ApiObject lease, List<FieldError> errors) {
    Part spec = Part.of(lease, errors).at("spec");
    if (spec.findLong("leaseDurationSeconds").orElse(1) <= 0) {
      spec.invalid("leaseDurationSeconds", "must be greater than 0");
    }
    spec.notNegative("leaseTransitions");
  }
}
