package dev.podium.resources.pods;

import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes one of the disruptions that a budget still allows.
///
/// Upstream: pkg/registry/core/pod/storage/eviction.go (checkAndDecrement).
record DisruptionAllowance(String pod, Instant now) implements Change {
  /// Upstream's API server writes to itself here, as any client would.
  private static final UserInfo API_SERVER = UserInfo.of("system:apiserver", "system:masters");

  private static final GroupResource RESOURCE = new GroupResource("policy", "poddisruptionbudget");
  private static final int MOST_DISRUPTED = 2000;

  static void take(ResourceService service, ApiObject budget, String pod, WriteContext context) {
    ResourceDefinition budgets = service.catalog().require(budget.groupVersionKind());
    service.updateStatus(
        budgets,
        budget.namespace(),
        budget.name(),
        new DisruptionAllowance(pod, context.now()),
        new WriteContext(
            API_SERVER, "kube-apiserver", context.dryRun(), context.now(), context.warnings()));
  }

  @Override
  public ApiObject apply(Optional<ApiObject> current) {
    ApiObject budget = current.orElseThrow();
    refuse(budget);
    return budget.editStatus(this::decrement);
  }

  private static void refuse(ApiObject budget) {
    JsonObject status = budget.status();
    if (status.integer("observedGeneration") < budget.generation().orElse(0)) {
      throw tooMany(
          "The disruption budget %s is still being processed by the server."
              .formatted(budget.name()));
    }
    long allowed = status.integer("disruptionsAllowed");
    if (allowed < 0) {
      throw ApiException.forbidden(RESOURCE, budget.name(), "pdb disruptions allowed is negative");
    }
    if (status.object("disruptedPods").size() > MOST_DISRUPTED) {
      throw ApiException.forbidden(
          RESOURCE,
          budget.name(),
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    }
    if (allowed == 0) {
      throw tooMany(exhausted(budget));
    }
  }

  private static String exhausted(ApiObject budget) {
    Optional<JsonObject> failure =
        budget.status().objects("conditions").stream()
            .filter(c -> c.string("type").equals("DisruptionAllowed"))
            .findFirst()
            .filter(c -> c.string("reason").equals("SyncFailed"));
    return failure
        .map(c ->
            "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
                .formatted(budget.name(), c.string("message")))
        .orElseGet(() ->
            "The disruption budget %s needs %d healthy pods and has %d currently"
                .formatted(
                    budget.name(),
                    budget.status().integer("desiredHealthy"),
                    budget.status().integer("currentHealthy")));
  }

  private static ApiException tooMany(String cause) {
    return ApiException.of(
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        JsonObject.of(
            "causes", List.of(JsonObject.of("reason", "DisruptionBudget", "message", cause))));
  }

  private void decrement(ObjectDraft status) {
    long left = status.findLong("disruptionsAllowed").orElse(0) - 1;
    status.set("disruptionsAllowed", left);
    if (left == 0) {
      status.objects("conditions").stream()
          .filter(c -> c.string("type").equals("DisruptionAllowed"))
          .forEach(this::insufficient);
    }
    status.object("disruptedPods").set(pod, Timestamps.format(now));
  }

  private void insufficient(ObjectDraft condition) {
    if (!condition.string("status").equals("False")) {
      condition.set("lastTransitionTime", Timestamps.format(now));
    }
    condition.set("status", "False").set("reason", "InsufficientPods");
  }
}
