package dev.podium.resources.admissionregistration;

import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of admissionregistration.k8s.io/v1.
public final class AdmissionKinds {
  static final String VERSION = "admissionregistration.k8s.io/v1";

  private AdmissionKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(
        AdmissionPolicies.mutating(),
        AdmissionPolicyBindings.mutating(),
        WebhookConfigurations.mutating(),
        AdmissionPolicies.validating(),
        AdmissionPolicyBindings.validating(),
        WebhookConfigurations.validating());
  }

  static DefinitionBuilder definition(String kind, String plural) {
    return ResourceDefinition.of(VERSION, kind, plural)
        .clusterScoped()
        .categories("api-extensions")
        .generation()
        .conditionalUpdateOnly();
  }
}
