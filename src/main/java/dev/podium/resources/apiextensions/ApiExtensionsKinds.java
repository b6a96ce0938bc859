package dev.podium.resources.apiextensions;

import dev.podium.registry.ResourceDefinition;
import java.util.List;

/// The kinds of apiextensions.k8s.io/v1.
public final class ApiExtensionsKinds {
  private ApiExtensionsKinds() {}

  public static List<ResourceDefinition> all() {
    return List.of(CustomResourceDefinitions.definition());
  }
}
