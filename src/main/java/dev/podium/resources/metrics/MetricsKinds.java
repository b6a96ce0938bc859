package dev.podium.resources.metrics;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.printing.TableLayout;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.usage.ContainerUsage;
import dev.podium.usage.SimulatedLoad;
import java.util.List;

/// The kinds that a metrics server serves, as `kubectl top` and autoscalers ask for them.
///
/// Upstream: sigs.k8s.io/metrics-server, pkg/api.
public final class MetricsKinds {
  static final String GROUP = "metrics.k8s.io";
  static final String VERSION = "v1beta1";

  private MetricsKinds() {}

  /// @param store where the pods and nodes are that are measured
  /// @param running what runs in them
  public static List<ResourceDefinition> all(Store store, Clock clock, ContainerUsage running) {
    Measurements measurements = new Measurements(store, clock, running);
    return List.of(
        kind("NodeMetrics", "nodes")
            .clusterScoped()
            .readFrom(_ -> measurements.nodes())
            .table(table((metrics, resource) -> metrics.string("usage", resource.resource())))
            .build(),
        kind("PodMetrics", "pods")
            .readFrom(measurements::pods)
            .table(table(MetricsKinds::ofContainers))
            .build());
  }

  private static DefinitionBuilder kind(String kind, String plural) {
    return ResourceDefinition.of(GROUP + "/" + VERSION, kind, plural)
        .singular("")
        .verbs(Verb.GET, Verb.LIST);
  }

  /// How one of the two resources is read from an object.
  @FunctionalInterface
  private interface Usage {
    String of(JsonObject metrics, SimulatedLoad resource);
  }

  private static TableLayout table(Usage usage) {
    return TableLayout.of(
        (metrics, _) ->
            List.of(
                metrics.name(),
                usage.of(metrics.root(), SimulatedLoad.CPU),
                usage.of(metrics.root(), SimulatedLoad.MEMORY),
                metrics.root().string("window")),
        TableLayout.name(),
        TableLayout.string("cpu"),
        TableLayout.string("memory"),
        TableLayout.string("Window"));
  }

  private static String ofContainers(JsonObject metrics, SimulatedLoad resource) {
    return metrics.objects("containers").stream()
        .map((JsonObject container) -> container.string("usage", resource.resource()))
        .map(Quantity::parse)
        .reduce(Quantity.ZERO, Quantity::plus)
        .toString();
  }
}
