package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Amounts by resource name, in the units that the scheduler and kubelets count in: thousandths of
/// a CPU, else whole units.
///
/// Upstream: component-helpers/resource/helpers.go (PodRequests), pkg/scheduler/framework Resource.
public record Resources(Map<String, Long> amounts) {
  public static final Resources NONE = new Resources(Map.of());

  /// What a pod needs: its containers and sidecars together, or its greediest init container, and
  /// its overhead.
  public static Resources requestedBy(ApiObject pod) {
    JsonObject spec = pod.spec();
    Resources running = NONE;
    for (JsonObject container : spec.objects("containers")) {
      running = running.plus(requests(container));
    }
    Resources sidecars = NONE;
    Resources starting = NONE;
    for (JsonObject container : spec.objects("initContainers")) {
      Resources own = requests(container);
      if (container.string("restartPolicy").equals("Always")) {
        running = running.plus(own);
        sidecars = sidecars.plus(own);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(own));
      }
    }
    Resources all = running.max(starting);
    Resources wholePod = of(spec.object("resources", "requests"));
    return all.overriddenBy(wholePod).plus(of(spec.object("overhead")));
  }

  private static Resources requests(JsonObject container) {
    return of(container.object("resources", "requests"));
  }

  public static Resources of(JsonObject quantities) {
    if (quantities.isEmpty()) {
      return NONE;
    }
    Map<String, Long> amounts = new LinkedHashMap<>();
    quantities.forEach((name, value) -> {
      Quantity quantity = Quantity.parse(value.toString());
      amounts.put(name, name.equals("cpu") ? quantity.milliValue() : quantity.value());
    });
    return new Resources(amounts);
  }

  public long get(String name) {
    return amounts.getOrDefault(name, 0L);
  }

  public Resources plus(Resources other) {
    return merged(other, Long::sum);
  }

  public Resources minus(Resources other) {
    return merged(
        new Resources(
            other.amounts.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> -e.getValue()))),
        Long::sum);
  }

  private Resources max(Resources other) {
    return merged(other, Math::max);
  }

  private Resources overriddenBy(Resources other) {
    return merged(other, (_, theirs) -> theirs);
  }

  private Resources merged(Resources other, java.util.function.LongBinaryOperator how) {
    if (other.amounts.isEmpty()) {
      return this;
    }
    Map<String, Long> result = new TreeMap<>(amounts);
    other.amounts.forEach(
        (name, amount) -> result.merge(name, amount, (a, b) -> how.applyAsLong(a, b)));
    return new Resources(result);
  }
}
