package dev.podium.resources.services;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.FieldChecks;
import java.util.List;
import java.util.Optional;

/// Checks how a Service spreads its traffic.
///
/// Upstream: validateServiceExternalTrafficPolicy, validateServiceInternalTrafficFieldsValue and
/// validateServiceTrafficDistribution in pkg/apis/core/validation/validation.go.
final class TrafficPolicyValidation {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameZone", "PreferSameNode");

  private TrafficPolicyValidation() {}

  static void check(ServiceSpec spec, List<FieldError> errors) {
    external(spec, errors);
    healthCheck(spec, errors);
    internal(spec, errors);
    spec.json()
        .findString("trafficDistribution")
        .filter(wanted -> !DISTRIBUTIONS.contains(wanted))
        .ifPresent(wanted ->
            errors.add(
                FieldError.notSupported(SPEC.child("trafficDistribution"), wanted, DISTRIBUTIONS)));
  }

  private static void external(ServiceSpec spec, List<FieldError> errors) {
    FieldPath path = SPEC.child("externalTrafficPolicy");
    String policy = spec.json().string("externalTrafficPolicy");
    if (spec.isExternallyAccessible()) {
      FieldChecks.oneOf(policy, POLICIES, path, errors);
    } else if (!policy.isEmpty()) {
      errors.add(
          FieldError.invalid(path, policy, "may only be set for externally-accessible services"));
    }
  }

  private static void healthCheck(ServiceSpec spec, List<FieldError> errors) {
    FieldPath path = SPEC.child("healthCheckNodePort");
    long port = spec.healthCheckNodePort();
    if (spec.needsHealthCheck()) {
      if (port == 0) {
        errors.add(FieldError.required(path, ""));
      } else {
        FieldChecks.portNumber(port, path, errors);
      }
    } else if (port != 0) {
      errors.add(
          FieldError.invalid(
              path,
              port,
              "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is"
                  + " 'Local'"));
    }
  }

  private static void internal(ServiceSpec spec, List<FieldError> errors) {
    FieldPath path = SPEC.child("internalTrafficPolicy");
    Optional<String> policy = spec.json().findString("internalTrafficPolicy");
    if (policy.isPresent()) {
      if (!POLICIES.contains(policy.get())) {
        errors.add(FieldError.notSupported(path, policy.get(), POLICIES));
      }
    } else if (spec.isClusterIp() || spec.usesNodePorts()) {
      errors.add(FieldError.required(path, ""));
    }
  }
}
