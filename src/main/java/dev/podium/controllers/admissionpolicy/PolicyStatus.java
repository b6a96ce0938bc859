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
import java.util.Optional;

/// Notes which generation of a ValidatingAdmissionPolicy has been looked at.
///
/// Upstream: pkg/controller/validatingadmissionpolicystatus, which also checks the types in its
/// expressions; here the outcome is always that nothing is wrong with them.
public final class PolicyStatus implements Reconciler {
  private final ApiClient client;
  private final Informer policies;

  private PolicyStatus(ApiClient client, Informer policies) {
    this.client = client;
    this.policies = policies;
  }

  public static void register(ControlLoops loops, ApiClient client) {
    Informer policies = loops.informer(Kinds.VALIDATING_ADMISSION_POLICY);
    loops
        .controller(
            "validatingadmissionpolicy-status",
            new PolicyStatus(
                client
                    .asController("validatingadmissionpolicy-status-controller")
                    .withFieldManager("validatingadmissionpolicy-status"),
                policies))
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
          JsonObject.of("observedGeneration", generation, "typeChecking", JsonObject.EMPTY));
    }
    return Outcome.DONE;
  }
}
