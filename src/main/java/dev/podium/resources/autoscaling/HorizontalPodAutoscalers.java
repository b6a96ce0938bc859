package dev.podium.resources.autoscaling;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/// HorizontalPodAutoscaler in autoscaling/v2.
///
/// Upstream: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
final class HorizontalPodAutoscalers {
  private HorizontalPodAutoscalers() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            "autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
        .shortNames("hpa")
        .categories("all")
        .defaults(HorizontalPodAutoscalers::statusDefaults)
        .prepareCreate((autoscaler, _) -> statusDefaults(autoscaler))
        .table(table())
        .status()
        .build();
  }

  /// What a status always has.
  private static void statusDefaults(ObjectDraft autoscaler) {
    autoscaler
        .object("status")
        .setDefault("desiredReplicas", 0)
        .setDefault("currentMetrics", JsonNull.NULL);
  }

  static TableLayout table() {
    return TableLayout.of(
        HorizontalPodAutoscalers::cells,
        TableLayout.name(),
        TableLayout.string("Reference"),
        TableLayout.string("Targets"),
        TableLayout.string("MinPods"),
        TableLayout.string("MaxPods"),
        TableLayout.string("Replicas"),
        TableLayout.age());
  }

  private static List<Object> cells(ApiObject autoscaler, Instant now) {
    JsonObject spec = autoscaler.spec();
    JsonObject target = spec.object("scaleTargetRef");
    Object minimum = spec.get("minReplicas");
    return List.of(
        autoscaler.name(),
        target.string("kind") + "/" + target.string("name"),
        MetricTargets.text(spec.objects("metrics"), autoscaler.status().objects("currentMetrics")),
        minimum == null ? Cells.UNSET : minimum.toString(),
        spec.integer("maxReplicas"),
        autoscaler.status().integer("currentReplicas"),
        Cells.age(autoscaler, now));
  }
}
