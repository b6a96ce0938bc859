package dev.podium.controllers.admissionpolicy;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Checks the types in the expressions of ValidatingAdmissionPolicies, and notes which generation
/// it has looked at.
///
/// Upstream: pkg/controller/validatingadmissionpolicystatus.
public final class PolicyStatus implements Reconciler {
  private final ApiClient client;
  private final Informer policies;
  private final Function<JsonObject, List<JsonObject>> typeCheck;

  private PolicyStatus(
      ApiClient client, Informer policies, Function<JsonObject, List<JsonObject>> typeCheck) {
    this.client = client;
    this.policies = policies;
    this.typeCheck = typeCheck;
  }

  /// @param typeCheck the `expressionWarnings` about a `spec`
  public static void register(
      ControlLoops loops, ApiClient client, Function<JsonObject, List<JsonObject>> typeCheck) {
    Informer policies = loops.informer(Kinds.VALIDATING_ADMISSION_POLICY);
    loops
        .controller(
            "validatingadmissionpolicy-status",
            new PolicyStatus(
                client
                    .asController("validatingadmissionpolicy-status-controller")
                    .withFieldManager("validatingadmissionpolicy-status"),
                policies,
                typeCheck))
        .on(policies);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> policy = policies.find(key);
    long generation = policy.map(p -> p.generation().orElse(0)).orElse(0L);
    if (policy.isPresent() && policy.get().status().integer("observedGeneration") != generation) {
      client.applyStatus(
          Kinds.VALIDATING_ADMISSION_POLICY,
          "",
          key.name(),
          JsonObject.of(
              "observedGeneration", generation, "typeChecking", typeChecking(policy.get())));
    }
    return Outcome.DONE;
  }

  private JsonObject typeChecking(ApiObject policy) {
    List<JsonObject> warnings = typeCheck.apply(policy.spec());
    return warnings.isEmpty() ? JsonObject.EMPTY : JsonObject.of("expressionWarnings", warnings);
  }
}
