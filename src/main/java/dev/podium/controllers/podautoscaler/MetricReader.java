package dev.podium.controllers.podautoscaler;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.Quantity;
import dev.podium.object.Timestamps;
import dev.podium.registry.Selection;
import dev.podium.runtime.Informer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the metrics that an autoscaler names. Resources are measured; for the others a cluster
/// needs an adapter, and this one has none, which it says as any cluster without one does.
///
/// Upstream: computeReplicasForMetric in pkg/controller/podautoscaler/horizontal.go and
/// metrics/client.go.
final class MetricReader {
  private static final String NO_CUSTOM_METRICS =
      "unable to fetch metrics from custom metrics API: no custom metrics API"
          + " (custom.metrics.k8s.io) registered";

  private final ApiClient client;
  private final Informer pods;

  MetricReader(ApiClient client, Informer pods) {
    this.client = client;
    this.pods = pods;
  }

  /// What one metric comes to.
  ///
  /// @param name as the reason of a change names it
  /// @param status as `currentMetrics` shows it
  record Reading(long replicas, String name, JsonObject status) {}

  /// Whom the reading is for.
  ///
  /// @param spec of the autoscaler
  record Subject(JsonObject spec, ScaleTarget target, Instant now) {
    String namespace() {
      return target.object().namespace();
    }
  }

  /// The reason that conditions and events give where a metric of this kind fails.
  static String failure(JsonObject metric) {
    return switch (metric.string("type")) {
      case "Resource", "Pods", "Object", "External", "ContainerResource" ->
          "FailedGet" + metric.string("type") + "Metric";
      default -> "InvalidMetricSourceType";
    };
  }

  /// What was tried, for the event that sums up all failures.
  static String attempt(JsonObject metric) {
    return switch (metric.string("type")) {
      case "Resource" ->
          "failed to get %s resource metric value".formatted(metric.string("resource", "name"));
      case "ContainerResource" ->
          "failed to get %s container metric value"
              .formatted(metric.string("containerResource", "name"));
      case "External" ->
          "failed to get %s external metric value"
              .formatted(metric.string("external", "metric", "name"));
      case "Object" -> "failed to get object metric value";
      default -> "failed to get pods metric value";
    };
  }

  /// @throws MetricFailure where it gives no number
  Reading read(JsonObject metric, Subject subject) {
    return switch (metric.string("type")) {
      case "Resource" -> resource(metric.object("resource"), Optional.empty(), subject);
      case "ContainerResource" -> {
        JsonObject source = metric.object("containerResource");
        yield resource(source, Optional.of(source.string("container")), subject);
      }
      case "Pods" ->
          throw new MetricFailure(
              "unable to get metric %s: %s"
                  .formatted(metric.string("pods", "metric", "name"), NO_CUSTOM_METRICS));
      case "Object" -> throw ofObject(metric.object("object"), subject.namespace());
      case "External" -> throw external(metric.object("external"), subject.namespace());
      default ->
          throw new MetricFailure(
              "unknown metric source type \"%s\"".formatted(metric.string("type")));
    };
  }

  private static MetricFailure ofObject(JsonObject source, String namespace) {
    JsonObject described = source.object("describedObject");
    // The order of the names is upstream's.
    return new MetricFailure(
        "unable to get metric %s: %s on %s %s/%s"
            .formatted(
                source.string("metric", "name"),
                described.string("kind"),
                namespace,
                described.string("name"),
                NO_CUSTOM_METRICS));
  }

  private static MetricFailure external(JsonObject source, String namespace) {
    String name = source.string("metric", "name");
    return new MetricFailure(
        ("unable to get external metric %s/%s/%s: unable to fetch metrics from external metrics"
                + " API: the server could not find the requested resource (get"
                + " %s.external.metrics.k8s.io)")
            .formatted(
                namespace,
                name,
                source.findObject("metric", "selector").map(MetricReader::goText).orElse("nil"),
                name));
  }

  /// A selector as Go's `%+v` prints it.
  private static String goText(JsonObject selector) {
    StringBuilder labels = new StringBuilder();
    selector
        .stringMap("matchLabels")
        .forEach((key, value) -> labels.append(key).append(": ").append(value).append(','));
    return "&LabelSelector{MatchLabels:map[string]string{%s},MatchExpressions:[]LabelSelectorRequirement{},}"
        .formatted(labels);
  }

  private Reading resource(JsonObject source, Optional<String> container, Subject subject) {
    String name = source.string("name");
    Optional<String> average = source.findString("target", "averageValue");
    String tried =
        "failed to get %s %s".formatted(name, average.isPresent() ? "usage" : "utilization");
    String called = name + (container.isPresent() ? " container" : "") + " resource";
    try {
      ReplicaCalculation calculation = calculation(name, container.orElse(""), subject);
      if (average.isPresent()) {
        var proposal = calculation.byAverage(Quantity.parse(average.get()).milliValue());
        JsonObject current = JsonObject.of("averageValue", amount(proposal.average()));
        return new Reading(proposal.replicas(), called, status(name, container, current));
      }
      var proposal =
          calculation.byUtilization(
              source.integer("target", "averageUtilization"), container.orElse(""));
      JsonObject current =
          JsonObject.of(
              "averageUtilization", proposal.percent(), "averageValue", amount(proposal.average()));
      return new Reading(
          proposal.replicas(),
          called + " utilization (percentage of request)",
          status(name, container, current));
    } catch (MetricFailure e) {
      throw e.during(tried);
    }
  }

  private static String amount(long milli) {
    return Quantity.ofMilli(milli).toString();
  }

  private static JsonObject status(String name, Optional<String> container, JsonObject current) {
    JsonObject source = JsonObject.of("name", name, "current", current);
    return container
        .map(c ->
            JsonObject.of(
                "type", "ContainerResource", "containerResource", source.with("container", c)))
        .orElseGet(() -> JsonObject.of("type", "Resource", "resource", source));
  }

  private ReplicaCalculation calculation(String resource, String container, Subject subject) {
    LabelSelector selector = subject.target().selector();
    Map<String, Measurement> measured;
    try {
      measured = measured(resource, container, subject.namespace(), selector);
    } catch (MetricFailure e) {
      throw e.during("unable to get metrics for resource " + resource);
    }
    return new ReplicaCalculation(
        pods.select(subject.namespace(), selector),
        measured,
        resource,
        subject.target().replicas(),
        new ReplicaCalculation.Tolerances(
            ScalingRules.tolerance(subject.spec(), "scaleDown"),
            ScalingRules.tolerance(subject.spec(), "scaleUp")),
        subject.now());
  }

  private Map<String, Measurement> measured(
      String resource, String container, String namespace, LabelSelector selector) {
    if (!client.serves(Kinds.POD_METRICS)) {
      throw new MetricFailure(
          "unable to fetch metrics from resource metrics API: the server could not find the"
              + " requested resource (get pods.metrics.k8s.io)");
    }
    List<ApiObject> all =
        client
            .list(
                Kinds.POD_METRICS,
                namespace,
                new Selection(selector, Selection.EVERYTHING.fields()))
            .items();
    if (all.isEmpty()) {
      throw new MetricFailure("no metrics returned from resource metrics API");
    }
    Map<String, Measurement> measured = new HashMap<>();
    for (ApiObject metrics : all) {
      measured.put(metrics.name(), measurement(metrics, resource, container));
    }
    return measured;
  }

  private static Measurement measurement(ApiObject metrics, String resource, String container) {
    List<JsonObject> counted =
        metrics.root().objects("containers").stream()
            .filter(c -> container.isEmpty() || c.string("name").equals(container))
            .toList();
    if (counted.isEmpty()) {
      throw new MetricFailure(
          "failed to get container metrics: container %s not present in metrics for pod %s/%s"
              .formatted(container, metrics.namespace(), metrics.name()));
    }
    long sum =
        counted.stream()
            .mapToLong(c -> Quantity.parse(c.string("usage", resource)).milliValue())
            .sum();
    return new Measurement(
        sum,
        Timestamps.parse(metrics.root().string("timestamp")),
        Duration.ofSeconds(
            (long) Double.parseDouble(metrics.root().string("window").replace("s", ""))));
  }
}
