package dev.podium.controllers.endpoints;

import dev.podium.object.ApiObject;
import dev.podium.object.LabelSelector;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The Services that a change of a pod concerns: those that select it, before or after.
final class SelectingServices {
  private final Function<String, List<ApiObject>> byNamespace;

  SelectingServices(Informer services) {
    byNamespace =
        services.indexed(
            "selecting in namespace",
            s -> ServicePods.isSelecting(s) ? List.of(s.namespace()) : List.of());
  }

  Stream<Key> of(Delta delta) {
    return byNamespace.apply(delta.latest().namespace()).stream()
        .filter(service -> {
          LabelSelector selector = LabelSelector.ofLabels(service.spec().stringMap("selector"));
          return delta.states().anyMatch(selector::matches);
        })
        .map(Key::of);
  }
}
