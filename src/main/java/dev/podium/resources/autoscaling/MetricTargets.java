package dev.podium.resources.autoscaling;

import dev.podium.object.JsonObject;
import dev.podium.printing.Cells;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Metrics and what they should be, as a table shows them: `cpu: 20%/80%, 5/10 (avg)`.
///
/// Upstream: formatHPAMetrics in pkg/printers/internalversion/printers.go.
final class MetricTargets {
  private static final int SHOWN = 2;

  private MetricTargets() {}

  /// @param specs the metrics wanted
  /// @param statuses the metrics found, at the same places
  static String text(List<JsonObject> specs, List<JsonObject> statuses) {
    if (specs.isEmpty()) {
      return Cells.NONE;
    }
    String shown =
        IntStream.range(0, Math.min(specs.size(), SHOWN))
            .mapToObj(
                i -> one(specs.get(i), i < statuses.size() ? statuses.get(i) : JsonObject.EMPTY))
            .collect(Collectors.joining(", "));
    int more = specs.size() - SHOWN;
    return more > 0 ? shown + " + " + more + " more..." : shown;
  }

  private static String one(JsonObject metric, JsonObject found) {
    return switch (metric.string("type")) {
      case "External" -> averageOrValue(metric.object("external"), found.object("external"));
      case "Object" -> averageOrValue(metric.object("object"), found.object("object"));
      case "Pods" ->
          current(found.object("pods"), "averageValue")
              + "/"
              + metric.string("pods", "target", "averageValue");
      case "Resource" -> resource(metric.object("resource"), found.object("resource"));
      case "ContainerResource" ->
          resource(metric.object("containerResource"), found.object("containerResource"));
      default -> "<unknown type>";
    };
  }

  private static String averageOrValue(JsonObject metric, JsonObject found) {
    String average = metric.string("target", "averageValue");
    return average.isEmpty()
        ? current(found, "value") + "/" + metric.string("target", "value")
        : current(found, "averageValue") + "/" + average + " (avg)";
  }

  private static String resource(JsonObject metric, JsonObject found) {
    String prefix = metric.string("name") + ": ";
    String average = metric.string("target", "averageValue");
    if (!average.isEmpty()) {
      return prefix + current(found, "averageValue") + "/" + average;
    }
    return prefix
        + percent(found, "current", Cells.UNKNOWN)
        + "/"
        + percent(metric, "target", "<auto>");
  }

  private static String percent(JsonObject metric, String side, String otherwise) {
    var utilization = metric.findLong(side, "averageUtilization");
    return utilization.isPresent() ? utilization.getAsLong() + "%" : otherwise;
  }

  private static String current(JsonObject found, String value) {
    return Cells.orUnknown(found.string("current", value));
  }
}
