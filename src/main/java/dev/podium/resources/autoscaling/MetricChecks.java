package dev.podium.resources.autoscaling;

import dev.podium.object.FieldError;
import dev.podium.object.NameFormats;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.ResourceFields;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Whether a metric says what to measure and what it should be.
///
/// Upstream: validateMetricSpec and what it calls, pkg/apis/autoscaling/validation/validation.go.
final class MetricChecks {
  private static final List<String> TYPES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");

  /// The sources in the order in which upstream looks at them, of which it checks only the first
  /// that is there.
  private static final List<String> SOURCES =
      List.of("object", "external", "pods", "resource", "containerResource");

  private static final Map<String, String> SOURCE_OF_TYPE =
      Map.of(
          "Object", "object",
          "External", "external",
          "Pods", "pods",
          "Resource", "resource",
          "ContainerResource", "containerResource");

  private MetricChecks() {}

  static void check(Part metric, TargetReference.Rule described) {
    String type = metric.string("type");
    if (type.isEmpty()) {
      metric.required("type", "must specify a metric source type");
    }
    if (!TYPES.contains(type)) {
      notSupported(metric, type);
    }
    List<String> present =
        SOURCES.stream().filter(source -> metric.find(source).isPresent()).toList();
    if (!present.isEmpty()) {
      source(present.getFirst(), metric.at(present.getFirst()), described);
    }
    String expected = SOURCE_OF_TYPE.get(type);
    if (expected == null) {
      notSupported(metric, type);
    } else if (!present.contains(expected)) {
      metric.required(expected, "must populate information for the given metric source");
    }
    if (present.size() != 1) {
      present.stream()
          .filter(source -> !source.equals(expected))
          .forEach(
              source -> metric.forbidden(source, "must populate the given metric source only"));
    }
  }

  private static void notSupported(Part metric, String type) {
    metric.add(FieldError.notSupported(metric.child("type"), type, TYPES));
  }

  private static void source(String name, Part source, TargetReference.Rule described) {
    switch (name) {
      case "object" -> object(source, described);
      case "external" -> external(source);
      case "pods" -> pods(source);
      case "resource" -> {
        resourceName(source);
        utilizationOrValue(source);
      }
      default -> containerResource(source);
    }
  }

  private static void object(Part source, TargetReference.Rule described) {
    TargetReference.check(source.at("describedObject"), described);
    identifier(source.at("metric"));
    Part target = target(source);
    if (!target.has("value") && !target.has("averageValue")) {
      target.required("averageValue", "must set either a target value or averageValue");
    }
  }

  private static void external(Part source) {
    identifier(source.at("metric"));
    Part target = target(source);
    if (!target.has("value") && !target.has("averageValue")) {
      target.required(
          "averageValue", "must set either a target value for metric or a per-pod target");
    }
    if (target.has("value") && target.has("averageValue")) {
      target.forbidden("value", "may not set both a target value for metric and a per-pod target");
    }
  }

  private static void pods(Part source) {
    identifier(source.at("metric"));
    Part target = target(source);
    if (!target.has("averageValue")) {
      target.required("averageValue", "must specify a positive target averageValue");
    }
  }

  private static void containerResource(Part source) {
    String name = source.string("name");
    resourceName(source);
    if (!name.isEmpty()) {
      ResourceFields.containerName(name, source.child("name"), source.errors());
    }
    String container = source.string("container");
    if (container.isEmpty()) {
      source.required("container", "must specify a container");
    } else {
      source.faults("container", NameFormats.dns1123Label(container));
    }
    utilizationOrValue(source);
  }

  private static void resourceName(Part source) {
    if (source.string("name").isEmpty()) {
      source.required("name", "must specify a resource name");
    }
  }

  private static void utilizationOrValue(Part source) {
    Part target = target(source);
    boolean utilization = target.has("averageUtilization");
    boolean value = target.has("averageValue");
    if (!utilization && !value) {
      target.required(
          "averageUtilization", "must set either a target raw value or a target utilization");
    }
    if (utilization && value) {
      target.forbidden(
          "averageValue", "may not set both a target raw value and a target utilization");
    }
  }

  private static Part target(Part source) {
    Part target = source.at("target");
    String type = target.string("type");
    if (type.isEmpty()) {
      target.required("type", "must specify a metric target type");
    }
    if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
      target.invalid("type", type, "must be either Utilization, Value, or AverageValue");
    }
    for (String value : new String[] {"value", "averageValue"}) {
      target
          .findString(value)
          .filter(text -> Quantity.parse(text).sign() <= 0)
          .ifPresent(_ -> target.invalid(value, "must be positive"));
    }
    OptionalLong utilization = target.findLong("averageUtilization");
    if (utilization.orElse(1) < 1) {
      target.invalid("averageUtilization", "must be greater than 0");
    }
    return target;
  }

  private static void identifier(Part metric) {
    String name = metric.string("name");
    if (name.isEmpty()) {
      metric.required("name", "must specify a metric name");
    } else {
      metric.faults("name", NameFormats.pathSegment(name));
    }
  }
}
