package dev.podium.admission.policy;

import dev.podium.admission.match.Kinds;
import dev.podium.object.ApiObject;
import java.util.Optional;

/// A policy that is about a request, by one of its bindings, with one of its parameters.
///
/// @param kind what the policy wants to see the object as
record Invocation(
    ApiObject policy,
    CompiledPolicy compiled,
    ApiObject binding,
    Kinds.Kind kind,
    Optional<ApiObject> parameter) {
  boolean failsClosed() {
    return !policy.spec().string("failurePolicy").equals("Ignore");
  }
}
