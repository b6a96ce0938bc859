package dev.podium.resources.policy;

import dev.podium.object.ApiObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/// PodDisruptionBudget: how many of some pods must stay while others are evicted.
///
/// Upstream: pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/apis/policy/v1/defaults.go.
final class PodDisruptionBudgets {
  private PodDisruptionBudgets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets")
        .shortNames("pdb")
        .generation()
        .conditionalUpdateOnly()
        .defaults(PodDisruptionBudgets::defaults)
        .prepareCreate((budget, _) -> defaults(budget))
        .table(
            TableLayout.of(
                PodDisruptionBudgets::cells,
                TableLayout.name(),
                TableLayout.string("Min Available"),
                TableLayout.string("Max Unavailable"),
                TableLayout.integer("Allowed Disruptions"),
                TableLayout.age()))
        .status()
        .build();
  }

  /// The counts of a status are always there, at first as zeros.
  private static void defaults(ObjectDraft budget) {
    ObjectDraft status = budget.object("status");
    for (String count :
        List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
      status.setDefault(count, 0);
    }
  }

  private static List<Object> cells(ApiObject budget, Instant now) {
    return List.of(
        budget.name(),
        limit(budget, "minAvailable"),
        limit(budget, "maxUnavailable"),
        budget.status().integer("disruptionsAllowed"),
        Cells.age(budget, now));
  }

  private static String limit(ApiObject budget, String field) {
    Object value = budget.spec().get(field);
    return value == null ? "N/A" : value.toString();
  }
}
