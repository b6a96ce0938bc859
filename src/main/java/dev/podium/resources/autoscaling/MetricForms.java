package dev.podium.resources.autoscaling;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Metrics as autoscaling/v1 has them in its annotations, and as autoscaling/v2 has them.
///
/// Upstream: the conversions of metric sources and statuses in pkg/apis/autoscaling/v1.
final class MetricForms {
  /// Where a value stands in either version.
  ///
  /// @param second a path of one or two steps
  /// @param always whether the first version holds it by value, so that it is there as zero
  private record Move(String first, List<String> second, boolean always) {
    static Move of(String first, String... second) {
      return new Move(first, List.of(second), false);
    }

    static Move always(String first, String... second) {
      return new Move(first, List.of(second), true);
    }
  }

  private static final Move NAME = Move.always("metricName", "metric", "name");
  private static final Move SELECTOR = Move.of("selector", "metric", "selector");
  private static final Move METRIC_SELECTOR = Move.of("metricSelector", "metric", "selector");
  private static final Move DESCRIBED = Move.always("target", "describedObject");
  private static final Move RESOURCE_NAME = Move.always("name", "name");
  private static final Move CONTAINER = Move.always("container", "container");
  private static final Move TARGET_USE =
      Move.of("targetAverageUtilization", "target", "averageUtilization");
  private static final Move TARGET_AVERAGE =
      Move.of("targetAverageValue", "target", "averageValue");
  private static final Move CURRENT_USE =
      Move.of("currentAverageUtilization", "current", "averageUtilization");
  private static final Move CURRENT_AVERAGE =
      Move.always("currentAverageValue", "current", "averageValue");

  /// The sources of the first version's MetricSpec in the order of its fields, and theirs.
  private static final Map<String, List<Move>> SPECS =
      ordered(
          List.of(
              DESCRIBED,
              NAME,
              Move.always("targetValue", "target", "value"),
              SELECTOR,
              Move.of("averageValue", "target", "averageValue")),
          List.of(NAME, Move.always("targetAverageValue", "target", "averageValue"), SELECTOR),
          List.of(RESOURCE_NAME, TARGET_USE, TARGET_AVERAGE),
          List.of(RESOURCE_NAME, TARGET_USE, TARGET_AVERAGE, CONTAINER),
          List.of(
              NAME, METRIC_SELECTOR, Move.of("targetValue", "target", "value"), TARGET_AVERAGE));

  private static final Map<String, List<Move>> STATUSES =
      ordered(
          List.of(
              DESCRIBED,
              NAME,
              Move.always("currentValue", "current", "value"),
              SELECTOR,
              Move.of("averageValue", "current", "averageValue")),
          List.of(NAME, CURRENT_AVERAGE, SELECTOR),
          List.of(RESOURCE_NAME, CURRENT_USE, CURRENT_AVERAGE),
          List.of(RESOURCE_NAME, CURRENT_USE, CURRENT_AVERAGE, CONTAINER),
          List.of(
              NAME,
              METRIC_SELECTOR,
              Move.always("currentValue", "current", "value"),
              Move.of("currentAverageValue", "current", "averageValue")));

  private MetricForms() {}

  private static Map<String, List<Move>> ordered(
      List<Move> object,
      List<Move> pods,
      List<Move> resource,
      List<Move> containerResource,
      List<Move> external) {
    Map<String, List<Move>> sources = new LinkedHashMap<>();
    sources.put("object", object);
    sources.put("pods", pods);
    sources.put("resource", resource);
    sources.put("containerResource", containerResource);
    sources.put("external", external);
    return sources;
  }

  static JsonObject specToFirst(JsonObject metric) {
    return toFirst(metric, SPECS);
  }

  static JsonObject statusToFirst(JsonObject metric) {
    return toFirst(metric, STATUSES);
  }

  private static JsonObject toFirst(JsonObject metric, Map<String, List<Move>> sources) {
    JsonObject first = JsonObject.of("type", metric.string("type"));
    for (Map.Entry<String, List<Move>> source : sources.entrySet()) {
      Optional<JsonObject> found = metric.findObject(source.getKey());
      if (found.isPresent()) {
        first = first.with(source.getKey(), toFirst(found.get(), source.getValue()));
      }
    }
    return first;
  }

  private static JsonObject toFirst(JsonObject source, List<Move> moves) {
    Map<String, Object> first = new LinkedHashMap<>();
    for (Move move : moves) {
      Optional<Object> value =
          source.find(move.second().toArray(String[]::new)).filter(v -> v != JsonNull.NULL);
      if (value.isPresent() || move.always()) {
        first.put(move.first(), value.orElseGet(() -> zero(move)));
      }
    }
    return JsonObject.of(first);
  }

  /// What Go writes for a field that is held by value: numbers here are quantities.
  private static Object zero(Move move) {
    return switch (move.second().getLast()) {
      case "value", "averageValue" -> "0";
      case "describedObject" -> JsonObject.of("kind", "", "name", "");
      default -> "";
    };
  }

  static JsonObject specToSecond(JsonObject metric) {
    JsonObject second = toSecond(metric, SPECS);
    for (String source : SPECS.keySet()) {
      if (second.has(source)) {
        second =
            second.with(source, found -> found.with("target", target -> typed(source, target)));
      }
    }
    return second;
  }

  static JsonObject statusToSecond(JsonObject metric) {
    return toSecond(metric, STATUSES);
  }

  private static JsonObject toSecond(JsonObject metric, Map<String, List<Move>> sources) {
    JsonObject second = JsonObject.of("type", metric.string("type"));
    for (Map.Entry<String, List<Move>> source : sources.entrySet()) {
      Optional<JsonObject> found = metric.findObject(source.getKey());
      if (found.isPresent()) {
        second = second.with(source.getKey(), toSecond(found.get(), source.getValue()));
      }
    }
    return second;
  }

  private static JsonObject toSecond(JsonObject source, List<Move> moves) {
    JsonObject second = JsonObject.EMPTY;
    for (Move move : moves) {
      Optional<Object> value = source.find(move.first()).filter(v -> v != JsonNull.NULL);
      if (value.isPresent() || move.always()) {
        Object moved = value.orElseGet(() -> zero(move));
        String head = move.second().getFirst();
        second =
            move.second().size() == 1
                ? second.with(head, moved)
                : second.with(head, part -> part.with(move.second().getLast(), moved));
      }
    }
    return second;
  }

  /// The first version does not say of what type a target is: its values tell.
  private static JsonObject typed(String source, JsonObject target) {
    String type =
        switch (source) {
          case "object" -> target.has("averageValue") ? "AverageValue" : "Value";
          case "external" -> target.has("value") ? "Value" : "AverageValue";
          case "pods" -> "AverageValue";
          default -> target.has("averageUtilization") ? "Utilization" : "AverageValue";
        };
    Map<String, Object> typed = new LinkedHashMap<>();
    typed.put("type", type);
    target.forEach(typed::put);
    return JsonObject.of(typed);
  }

  static JsonObject cpuUse(long percent) {
    return JsonObject.of(
        "type",
        "Resource",
        "resource",
        JsonObject.of("name", "cpu", "current", JsonObject.of("averageUtilization", percent)));
  }

  /// What upstream wrote with Go's field names, with those of the API and without what is null.
  static JsonObject published(JsonObject internal) {
    Map<String, Object> fields = new LinkedHashMap<>();
    internal.forEach((name, value) -> {
      if (value != JsonNull.NULL && !name.isEmpty()) {
        fields.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), published(value));
      }
    });
    return JsonObject.of(fields);
  }

  private static Object published(Object value) {
    if (value instanceof JsonObject object) {
      return published(object);
    }
    if (value instanceof JsonArray array) {
      List<Object> items = new ArrayList<>();
      array.forEach(item -> items.add(published(item)));
      return items;
    }
    return value;
  }
}
