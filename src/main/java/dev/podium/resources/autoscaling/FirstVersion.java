package dev.podium.resources.autoscaling;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.InternalForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;

/// HorizontalPodAutoscaler in autoscaling/v1, which knows but one metric, the use of CPU; the rest
/// travels in annotations, so that who reads and writes this version loses nothing.
///
/// Upstream: pkg/apis/autoscaling/v1/conversion.go and defaults.go.
final class FirstVersion {
  private static final String API_VERSION = "autoscaling/v1";
  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String CURRENT_METRICS = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";
  private static final String BEHAVIOR = PREFIX + "behavior";
  private static final List<String> ANNOTATIONS =
      List.of(
          METRICS,
          BEHAVIOR,
          PREFIX + "scale-down-tolerance",
          PREFIX + "scale-up-tolerance",
          CURRENT_METRICS,
          CONDITIONS);

  private static final String BEHAVIOR_TYPE =
      "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior";

  private FirstVersion() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            API_VERSION, HorizontalPodAutoscalers.KIND.kind(), HorizontalPodAutoscalers.PLURAL)
        .shortNames("hpa")
        .categories("all")
        .storedAs(
            HorizontalPodAutoscalers.KIND,
            HorizontalPodAutoscalers.PLURAL,
            FirstVersion::toSecond,
            FirstVersion::fromSecond)
        .defaults(FirstVersion::setDefaults)
        .table(
            HorizontalPodAutoscalers.table(
                (object, now) -> HorizontalPodAutoscalers.cells(toSecond(object), now)))
        .status()
        .build();
  }

  private static void setDefaults(ObjectDraft autoscaler) {
    autoscaler.object("spec").setDefault("minReplicas", 1);
    autoscaler.object("status").setDefault("currentReplicas", 0).setDefault("desiredReplicas", 0);
  }

  private static ApiObject fromSecond(ApiObject autoscaler) {
    JsonObject spec = autoscaler.spec();
    JsonObject status = autoscaler.status();
    return autoscaler.edit(draft -> {
      draft.set("apiVersion", API_VERSION);
      dropAnnotations(draft);
      ObjectDraft v1 = draft.object("spec");
      v1.remove("metrics").remove("behavior");
      cpuTarget(spec).ifPresent(use -> v1.set("targetCPUUtilizationPercentage", use));
      ObjectDraft v1Status = draft.object("status");
      v1Status.remove("currentMetrics").remove("conditions");
      cpuUse(status).ifPresent(use -> v1Status.set("currentCPUUtilizationPercentage", use));
      setDefaults(draft);
      annotate(
          draft,
          METRICS,
          spec.objects("metrics").stream()
              .filter(metric -> !isCpuUse(metric))
              .map(MetricForms::specToFirst)
              .toList());
      annotate(
          draft,
          CURRENT_METRICS,
          status.objects("currentMetrics").stream().map(MetricForms::statusToFirst).toList());
      spec.findObject("behavior")
          .ifPresent(behavior -> annotate(draft, BEHAVIOR, internal(behavior)));
      annotate(draft, CONDITIONS, status.objects("conditions"));
    });
  }

  private static boolean isCpuUse(JsonObject metric) {
    return isCpu(metric) && metric.findLong("resource", "target", "averageUtilization").isPresent();
  }

  private static boolean isCpu(JsonObject metric) {
    return metric.string("type").equals("Resource")
        && metric.string("resource", "name").equals("cpu");
  }

  private static Optional<Long> cpuTarget(JsonObject spec) {
    return spec.objects("metrics").stream()
        .filter(FirstVersion::isCpu)
        .limit(1)
        .flatMapToLong(
            metric -> metric.findLong("resource", "target", "averageUtilization").stream())
        .boxed()
        .findFirst();
  }

  private static Optional<Long> cpuUse(JsonObject status) {
    return status.objects("currentMetrics").stream()
        .filter(FirstVersion::isCpu)
        .flatMapToLong(
            metric -> metric.findLong("resource", "current", "averageUtilization").stream())
        .boxed()
        .reduce((_, last) -> last);
  }

  /// Upstream writes its internal type here, and so must go on writing it.
  private static Object internal(JsonObject behavior) {
    return InternalForm.of(BEHAVIOR_TYPE, behavior);
  }

  private static void annotate(ObjectDraft autoscaler, String key, List<JsonObject> items) {
    if (!items.isEmpty()) {
      annotate(autoscaler, key, JsonArray.of(items));
    }
  }

  private static void annotate(ObjectDraft autoscaler, String key, Object value) {
    autoscaler.object("metadata", "annotations").set(key, Json.write(value));
  }

  private static void dropAnnotations(ObjectDraft autoscaler) {
    ObjectDraft metadata = autoscaler.object("metadata");
    metadata
        .findObject("annotations")
        .ifPresent(annotations -> {
          boolean any = ANNOTATIONS.stream().anyMatch(annotations::has);
          ANNOTATIONS.forEach(annotations::remove);
          if (any && annotations.isEmpty()) {
            metadata.remove("annotations");
          }
        });
  }

  private static ApiObject toSecond(ApiObject autoscaler) {
    JsonObject spec = autoscaler.spec();
    JsonObject status = autoscaler.status();
    return autoscaler.edit(draft -> {
      draft.set("apiVersion", HorizontalPodAutoscalers.KIND.apiVersion());
      dropAnnotations(draft);
      ObjectDraft v2 = draft.object("spec");
      v2.remove("targetCPUUtilizationPercentage");
      metrics(autoscaler, spec).ifPresent(metrics -> v2.set("metrics", metrics));
      behavior(autoscaler).ifPresent(behavior -> v2.set("behavior", behavior));
      ObjectDraft v2Status = draft.object("status");
      v2Status.remove("currentCPUUtilizationPercentage");
      if (v2Status.findLong("currentReplicas").orElse(0) == 0) {
        v2Status.remove("currentReplicas");
      }
      v2Status.set("currentMetrics", currentMetrics(autoscaler, status));
      items(autoscaler, CONDITIONS)
          .filter(conditions -> !conditions.isEmpty())
          .ifPresent(conditions -> v2Status.set("conditions", conditions));
      AutoscalerDefaults.apply(draft);
    });
  }

  /// The metrics of the annotation, and behind them the use of CPU.
  private static Optional<List<JsonObject>> metrics(ApiObject autoscaler, JsonObject spec) {
    List<JsonObject> metrics =
        new ArrayList<>(converted(autoscaler, METRICS, MetricForms::specToSecond));
    spec.findLong("targetCPUUtilizationPercentage")
        .ifPresent(use -> metrics.add(AutoscalerDefaults.cpuUtilization(use)));
    return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics);
  }

  private static Object currentMetrics(ApiObject autoscaler, JsonObject status) {
    List<JsonObject> annotated =
        converted(autoscaler, CURRENT_METRICS, MetricForms::statusToSecond);
    if (!annotated.isEmpty()) {
      return annotated;
    }
    var use = status.findLong("currentCPUUtilizationPercentage");
    return use.isPresent() ? List.of(MetricForms.cpuUse(use.getAsLong())) : JsonNull.NULL;
  }

  private static List<JsonObject> converted(
      ApiObject autoscaler, String key, UnaryOperator<JsonObject> conversion) {
    return items(autoscaler, key).orElse(List.of()).stream().map(conversion).toList();
  }

  /// What an annotation lists; nothing where it is not well-formed.
  private static Optional<List<JsonObject>> items(ApiObject autoscaler, String key) {
    return annotation(autoscaler, key)
        .map(value -> value instanceof JsonArray array ? array.objects() : List.of());
  }

  private static Optional<JsonObject> behavior(ApiObject autoscaler) {
    return annotation(autoscaler, BEHAVIOR)
        .filter(JsonObject.class::isInstance)
        .map(value -> MetricForms.published((JsonObject) value))
        .filter(behavior -> !behavior.isEmpty());
  }

  private static Optional<Object> annotation(ApiObject autoscaler, String key) {
    try {
      return autoscaler
          .annotation(key)
          .map(text -> Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
