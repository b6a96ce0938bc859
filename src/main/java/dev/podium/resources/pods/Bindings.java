package dev.podium.resources.pods;

import dev.podium.registry.ResourceDefinition;

/// Binding, which is posted to give a pod its node and is nowhere kept.
final class Bindings {
  private Bindings() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Binding", "bindings")
        .performs((service, namespace, _, binding, context) ->
            PodBinding.bind(service, namespace, binding.name(), binding, context))
        .build();
  }
}
