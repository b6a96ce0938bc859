package dev.podium.resources.pods;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.registry.Change;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.ListQuery;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.WriteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deletes a pod where its disruption budget allows it.
///
/// The eviction is what admission is shown, not the deletion: whoever wants to keep a pod from
/// being evicted looks at `pods/eviction`. Upstream: pkg/registry/core/pod/storage/eviction.go.
final class PodEviction {
  private static final GroupVersionKind BUDGET =
      GroupVersionKind.of("policy/v1", "PodDisruptionBudget");

  private final ResourceService service;
  private final ResourceDefinition pods;
  private final WriteContext context;
  private final DeleteOptions options;

  private PodEviction(ResourceService service, WriteContext context, DeleteOptions options) {
    this.service = service;
    this.pods = service.catalog().require(Pods.KIND);
    this.context = context.asAdmitted();
    this.options = options;
  }

  static ApiObject evict(
      ResourceService service,
      String namespace,
      String name,
      ApiObject eviction,
      WriteContext context) {
    if (!eviction.name().equals(name)) {
      throw ApiException.badRequest("name in URL does not match name in Eviction object");
    }
    JsonObject asked = eviction.root().object("deleteOptions");
    WriteContext effective = asked.strings("dryRun").contains("All") ? context.asDryRun() : context;
    new PodEviction(service, effective, options(asked)).evict(namespace, name);
    return Outcome.success();
  }

  private static DeleteOptions options(JsonObject asked) {
    JsonObject preconditions = asked.object("preconditions");
    return new DeleteOptions(
        asked.findLong("gracePeriodSeconds").stream().boxed().findFirst(),
        preconditions.findString("uid"),
        preconditions.findString("resourceVersion"),
        asked
            .findString("propagationPolicy")
            .map(policy ->
                switch (policy) {
                  case "Orphan" -> DeleteOptions.Propagation.ORPHAN;
                  case "Foreground" -> DeleteOptions.Propagation.FOREGROUND;
                  default -> DeleteOptions.Propagation.BACKGROUND;
                }));
  }

  private void evict(String namespace, String name) {
    ApiObject pod = service.get(pods, namespace, name);
    if (ignoresBudgets(pod)) {
      delete(pod, pod.status().string("phase").equals("Pending"));
      return;
    }
    List<ApiObject> budgets = budgets(pod);
    if (budgets.size() > 1) {
      throw ApiException.of(
          500,
          "",
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.");
    }
    boolean onlyThisVersion = !budgets.isEmpty() && needsNoBudget(pod, budgets.getFirst());
    if (!budgets.isEmpty() && !onlyThisVersion) {
      DisruptionAllowance.take(service, budgets.getFirst(), name, context);
    }
    delete(pod, onlyThisVersion);
  }

  /// One that does not run, or is going already, is no disruption any more (canIgnorePDB).
  private static boolean ignoresBudgets(ApiObject pod) {
    return switch (pod.status().string("phase")) {
      case "Succeeded", "Failed", "Pending" -> true;
      default -> pod.isBeingDeleted();
    };
  }

  private List<ApiObject> budgets(ApiObject pod) {
    Optional<ResourceDefinition> definition = service.catalog().find(BUDGET);
    if (definition.isEmpty()) {
      return List.of();
    }
    return service.list(definition.get(), pod.namespace(), ListQuery.ALL).items().stream()
        .filter(budget -> LabelSelector.ofJson(budget.spec().findObject("selector")).matches(pod))
        .toList();
  }

  /// Whether an unready pod may go without counting: its budget says so, or enough others are
  /// healthy.
  private static boolean needsNoBudget(ApiObject pod, ApiObject budget) {
    if (PodConditions.holds(pod, "Ready")) {
      return false;
    }
    long desired = budget.status().integer("desiredHealthy");
    return budget.spec().string("unhealthyPodEvictionPolicy").equals("AlwaysAllow")
        || budget.status().integer("currentHealthy") >= desired && desired > 0;
  }

  /// @param onlyThisVersion whether a change of the pod meanwhile is to fail the deletion, since
  ///   the decision was made on what it was
  private void delete(ApiObject pod, boolean onlyThisVersion) {
    DeleteOptions effective =
        onlyThisVersion && options.resourceVersion().isEmpty() ? onlyVersion(pod) : options;
    service.delete(pods, pod.namespace(), pod.name(), marked(pod, effective), context);
  }

  private DeleteOptions onlyVersion(ApiObject pod) {
    return new DeleteOptions(
        options.gracePeriodSeconds(),
        options.uid(),
        Optional.of(pod.resourceVersion()),
        options.propagation());
  }

  /// Tells in the pod's conditions why it goes, before it does (addConditionAndDeletePod).
  private DeleteOptions marked(ApiObject pod, DeleteOptions deletion) {
    if (context.dryRun()) {
      return deletion;
    }
    ApiObject marked =
        service.updateStatus(
            pods, pod.namespace(), pod.name(), new Reason(deletion, context.now()), context);
    boolean ours =
        deletion.resourceVersion().isPresent()
            && PodConditions.holds(marked, PodConditions.DISRUPTION);
    return ours
        ? new DeleteOptions(
            deletion.gracePeriodSeconds(),
            deletion.uid(),
            Optional.of(marked.resourceVersion()),
            deletion.propagation())
        : deletion;
  }

  /// The pod with the condition that tells why it goes, which nobody owns.
  private record Reason(DeleteOptions deletion, Instant now) implements Change {
    @Override
    public ApiObject apply(Optional<ApiObject> current) {
      ApiObject pod = current.orElseThrow();
      return isMeant(pod)
          ? PodConditions.put(
              pod,
              PodConditions.disruption(pod, "EvictionByEvictionAPI", "Eviction API: evicting", now))
          : pod;
    }

    @Override
    public boolean ownsFields() {
      return true;
    }

    private boolean isMeant(ApiObject pod) {
      return deletion.uid().map(pod.uid()::equals).orElse(true)
          && deletion.resourceVersion().map(pod.resourceVersion()::equals).orElse(true);
    }
  }
}
