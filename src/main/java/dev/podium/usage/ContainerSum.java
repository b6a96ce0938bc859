package dev.podium.usage;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.Map;
import java.util.TreeMap;

/// What all containers of a pod need together, given that init containers run one after the other
/// and sidecars go on running.
///
/// Upstream: component-helpers/resource/helpers.go (AggregateContainerRequests,
/// AggregateContainerLimits).
public final class ContainerSum {
  private ContainerSum() {}

  /// @param list `requests` or `limits`
  public static Map<String, Quantity> of(JsonObject podSpec, String list) {
    Map<String, Quantity> total = new TreeMap<>();
    for (JsonObject container : podSpec.objects("containers")) {
      add(total, quantities(container, list));
    }
    Map<String, Quantity> sidecars = new TreeMap<>();
    Map<String, Quantity> peak = new TreeMap<>();
    for (JsonObject container : podSpec.objects("initContainers")) {
      Map<String, Quantity> own = quantities(container, list);
      if (container.string("restartPolicy").equals("Always")) {
        add(total, own);
        add(sidecars, own);
        max(peak, sidecars);
      } else {
        add(own, sidecars);
        max(peak, own);
      }
    }
    max(total, peak);
    return total;
  }

  /// What a pod needs as a whole: what it states itself comes before what its containers do, and
  /// running it takes something too (PodRequests, PodLimits).
  ///
  /// @param list `requests` or `limits`
  public static Map<String, Quantity> ofPod(JsonObject podSpec, String list) {
    Map<String, Quantity> total = of(podSpec, list);
    total.putAll(Amounts.of(podSpec, "resources", list));
    Amounts.of(podSpec, "overhead")
        .forEach((name, more) -> {
          if (list.equals("requests") || total.containsKey(name)) {
            total.merge(name, more, Quantity::plus);
          }
        });
    return total;
  }

  private static Map<String, Quantity> quantities(JsonObject container, String list) {
    Map<String, Quantity> result = new TreeMap<>();
    container
        .stringMap("resources", list)
        .forEach((name, text) -> result.put(name, Quantity.parse(text)));
    return result;
  }

  private static void add(Map<String, Quantity> into, Map<String, Quantity> more) {
    more.forEach((name, quantity) -> into.merge(name, quantity, Quantity::plus));
  }

  private static void max(Map<String, Quantity> into, Map<String, Quantity> other) {
    other.forEach((name, quantity) -> into.merge(name, quantity, Quantity::max));
  }
}
