package dev.podium.resources.policy;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.ConditionFields;
import dev.podium.resources.fields.IntOrPercent;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import java.time.Instant;
import java.util.List;

/// PodDisruptionBudget: how many of some pods must stay while others are evicted.
///
/// Upstream: pkg/registry/policy/poddisruptionbudget/strategy.go,
/// pkg/apis/policy/validation/validation.go.
final class PodDisruptionBudgets {
  private static final List<String> COUNTS =
      List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");

  private PodDisruptionBudgets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets")
        .shortNames("pdb")
        .generation()
        .conditionalUpdateOnly()
        .defaults(PodDisruptionBudgets::defaults)
        .prepareCreate((budget, _) -> defaults(budget))
        .validate(PodDisruptionBudgets::validate)
        .table(
            TableLayout.of(
                PodDisruptionBudgets::cells,
                TableLayout.name(),
                TableLayout.string("Min Available"),
                TableLayout.string("Max Unavailable"),
                TableLayout.integer("Allowed Disruptions"),
                TableLayout.age()))
        .status((budget, _, errors) -> {
          Part status = Part.of(budget, errors).at("status");
          ConditionFields.check(status);
          COUNTS.forEach(status::notNegative);
        })
        .build();
  }

  /// The counts of a status are always there, at first as zeros.
  private static void defaults(ObjectDraft budget) {
    ObjectDraft status = budget.object("status");
    COUNTS.forEach(count -> status.setDefault(count, 0));
  }

  private static void validate(ApiObject budget, List<FieldError> errors) {
    Part spec = Part.of(budget, errors).at("spec");
    if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
      spec.add(
          FieldError.invalid(
              spec.path(),
              InternalForm.of("io.k8s.api.policy.v1.PodDisruptionBudgetSpec", spec.value()),
              "minAvailable and maxUnavailable cannot be both set"));
    }
    for (String limit : new String[] {"minAvailable", "maxUnavailable"}) {
      if (spec.has(limit)) {
        IntOrPercent.check(spec, limit);
        IntOrPercent.atMostAll(spec, limit);
      }
    }
    spec.find("selector").ifPresent(SelectorFields::check);
    spec.oneOfIfPresent("unhealthyPodEvictionPolicy", List.of("AlwaysAllow", "IfHealthyBudget"));
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
