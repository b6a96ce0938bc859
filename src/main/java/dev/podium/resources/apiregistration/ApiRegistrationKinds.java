package dev.podium.resources.apiregistration;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of apiregistration.k8s.io/v1.
public final class ApiRegistrationKinds {
  private ApiRegistrationKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(ApiServices.definition());
  }
}
