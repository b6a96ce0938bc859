package dev.podium.resources.pods;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import dev.podium.usage.ContainerSum;
import java.util.Map;

/// What is filled into the resources of a pod as a whole, where it has some already.
///
/// Upstream: pkg/apis/core/v1/defaults.go (defaultHugePagePodLimits, defaultPodRequests).
final class PodLevelDefaults {
  private PodLevelDefaults() {}

  static void apply(ObjectDraft spec) {
    JsonObject given = spec.get("resources") instanceof JsonObject r ? r : JsonObject.EMPTY;
    if (given.object("limits").isEmpty() && given.object("requests").isEmpty()) {
      return;
    }
    JsonObject containers = spec.freeze();
    ObjectDraft resources = spec.object("resources");
    hugePageLimits(resources, given.object("requests"), ContainerSum.of(containers, "limits"));
    if (resources.get("limits") instanceof JsonObject limits && !limits.isEmpty()) {
      requests(resources, limits, ContainerSum.of(containers, "requests"));
    }
  }

  static boolean supported(String resource) {
    return resource.equals("cpu") || resource.equals("memory") || hugePages(resource);
  }

  private static boolean hugePages(String resource) {
    return resource.startsWith("hugepages-");
  }

  private static void hugePageLimits(
      ObjectDraft resources, JsonObject requested, Map<String, Quantity> sum) {
    sum.forEach((name, quantity) -> {
      if (hugePages(name) && !requested.has(name)) {
        resources.object("limits").setDefault(name, quantity.toString());
      }
    });
  }

  private static void requests(
      ObjectDraft resources, JsonObject limits, Map<String, Quantity> sum) {
    sum.forEach((name, quantity) -> {
      if (supported(name) && !hugePages(name)) {
        resources.object("requests").setDefault(name, quantity.toString());
      }
    });
    limits
        .stringMap()
        .forEach((name, limit) -> {
          if (supported(name)) {
            resources.object("requests").setDefault(name, limit);
          }
        });
  }
}
