package dev.podium.resources.autoscaling;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/// HorizontalPodAutoscaler in autoscaling/v2, in which it is stored and checked.
///
/// Upstream: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
final class HorizontalPodAutoscalers {
  static final GroupVersionKind KIND =
      GroupVersionKind.of("autoscaling/v2", "HorizontalPodAutoscaler");
  static final String PLURAL = "horizontalpodautoscalers";

  private HorizontalPodAutoscalers() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(KIND.apiVersion(), KIND.kind(), PLURAL)
        .shortNames("hpa")
        .categories("all")
        .defaults(AutoscalerDefaults::apply)
        .prepareCreate((autoscaler, _) -> {
          autoscaler.set("status", JsonObject.EMPTY);
          AutoscalerDefaults.status(autoscaler);
        })
        .validate(AutoscalerChecks::onCreate)
        .validateUpdate(AutoscalerChecks::onUpdate)
        .table(table(HorizontalPodAutoscalers::cells))
        .status(AutoscalerChecks::onStatusUpdate)
        .build();
  }

  static TableLayout table(TableLayout.Row row) {
    return TableLayout.of(
        row,
        TableLayout.name(),
        TableLayout.string("Reference"),
        TableLayout.string("Targets"),
        TableLayout.string("MinPods"),
        TableLayout.string("MaxPods"),
        TableLayout.string("Replicas"),
        TableLayout.age());
  }

  static List<Object> cells(ApiObject autoscaler, Instant now) {
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
