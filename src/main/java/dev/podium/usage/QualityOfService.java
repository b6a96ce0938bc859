package dev.podium.usage;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The quality of service that a pod asks for by its resources.
///
/// Upstream: pkg/apis/core/helper/qos/qos.go (ComputePodQOS).
public final class QualityOfService {
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");

  private final Map<String, Quantity> requests = new HashMap<>();
  private final Map<String, Quantity> limits = new HashMap<>();
  private boolean everythingLimited = true;

  private QualityOfService() {}

  /// `Guaranteed`, `Burstable` or `BestEffort`.
  public static String of(JsonObject podSpec) {
    QualityOfService asked = new QualityOfService();
    if (podSpec.has("resources")) {
      asked.add(podSpec.object("resources"));
    } else {
      List<JsonObject> containers = new ArrayList<>(podSpec.objects("containers"));
      containers.addAll(podSpec.objects("initContainers"));
      containers.forEach(container -> asked.add(container.object("resources")));
    }
    return asked.name();
  }

  private void add(JsonObject requirements) {
    sum(requirements.stringMap("requests"), requests);
    Map<String, Quantity> own = new HashMap<>();
    sum(requirements.stringMap("limits"), own);
    own.forEach((name, quantity) -> limits.merge(name, quantity, Quantity::plus));
    everythingLimited = everythingLimited && own.keySet().containsAll(COMPUTE);
  }

  private static void sum(Map<String, String> list, Map<String, Quantity> into) {
    list.forEach((name, text) -> {
      Quantity quantity = Quantity.parse(text);
      if (COMPUTE.contains(name) && quantity.sign() > 0) {
        into.merge(name, quantity, Quantity::plus);
      }
    });
  }

  private String name() {
    if (requests.isEmpty() && limits.isEmpty()) {
      return "BestEffort";
    }
    return everythingLimited && same(requests, limits) ? "Guaranteed" : "Burstable";
  }

  private static boolean same(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    return requests.size() == limits.size()
        && requests.entrySet().stream()
            .allMatch(request -> {
              Quantity limit = limits.get(request.getKey());
              return limit != null && limit.compareTo(request.getValue()) == 0;
            });
  }
}
