package dev.podium.controllers.podautoscaler;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import java.util.List;

/// What an autoscaler scales, through its `scale` subresource, whatever kind that is.
///
/// @param definition of its kind
/// @param scale where its numbers are
record ScaleTarget(ResourceDefinition definition, Subresource.Scale scale, ApiObject object) {
  /// @param reference a `scaleTargetRef`; its version does not matter
  /// @throws MetricFailure where there is no such thing, or none that can be scaled
  static ScaleTarget find(ApiClient client, String namespace, JsonObject reference) {
    GroupVersionKind kind =
        GroupVersionKind.of(reference.string("apiVersion"), reference.string("kind"));
    ResourceDefinition definition =
        client.served().stream()
            .filter(served -> served.groupKind().equals(kind.groupKind()))
            .findFirst()
            .orElseThrow(() ->
                new MetricFailure(
                    "no matches for kind \"%s\" in group \"%s\""
                        .formatted(kind.kind(), kind.group())));
    Subresource.Scale scale =
        definition
            .subresource("scale")
            .map(Subresource::behaviour)
            .filter(Subresource.Scale.class::isInstance)
            .map(Subresource.Scale.class::cast)
            .orElseThrow(
                () -> new MetricFailure("the server could not find the requested resource"));
    try {
      return new ScaleTarget(
          definition, scale, client.get(definition.kind(), namespace, reference.string("name")));
    } catch (ApiException e) {
      throw new MetricFailure(String.valueOf(e.getMessage()));
    }
  }

  /// The number of pods wanted now.
  long replicas() {
    return object.root().integer(path(scale.replicas()));
  }

  /// As a Scale shows it; empty where there is none.
  String selectorText() {
    return scale.selector().apply(object);
  }

  LabelSelector selector() {
    return LabelSelector.parse(selectorText());
  }

  void scaleTo(ApiClient client, long replicas) {
    client.updateSubresource(
        definition.kind(),
        "scale",
        object.namespace(),
        object.name(),
        current -> current.edit(draft -> set(draft, scale.replicas(), replicas)));
  }

  private static void set(ObjectDraft draft, List<String> path, long value) {
    ObjectDraft parent = draft;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = parent.object(step);
    }
    parent.set(path.getLast(), value);
  }

  private static String[] path(List<String> steps) {
    return steps.toArray(String[]::new);
  }
}
