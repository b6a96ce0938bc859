package dev.podium.resources.autoscaling;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.List;

/// What an autoscaler does where it does not say: 80 % of the CPU asked for, up by four pods or
/// twofold each quarter of a minute, down as fast as may be.
///
/// Upstream: pkg/apis/autoscaling/v2/defaults.go.
final class AutoscalerDefaults {
  private static final long CPU_UTILIZATION = 80;
  private static final JsonArray SCALE_UP = JsonArray.of(policy("Pods", 4), policy("Percent", 100));
  private static final JsonArray SCALE_DOWN = JsonArray.of(policy("Percent", 100));

  private AutoscalerDefaults() {}

  static void apply(ObjectDraft autoscaler) {
    ObjectDraft spec = autoscaler.object("spec");
    spec.setDefault("minReplicas", 1);
    if (spec.findList("metrics").map(ObjectDraft.ListDraft::size).orElse(0) == 0) {
      spec.set("metrics", List.of(cpuUtilization(CPU_UTILIZATION)));
    }
    spec.findObject("behavior")
        .ifPresent(behavior -> {
          ObjectDraft up = behavior.object("scaleUp");
          up.setDefault("stabilizationWindowSeconds", 0);
          rules(up, SCALE_UP);
          rules(behavior.object("scaleDown"), SCALE_DOWN);
        });
    status(autoscaler);
  }

  private static void rules(ObjectDraft rules, JsonArray policies) {
    rules.setDefault("selectPolicy", "Max").setDefault("policies", policies);
  }

  /// What a status always has.
  static void status(ObjectDraft autoscaler) {
    autoscaler
        .object("status")
        .setDefault("desiredReplicas", 0)
        .setDefault("currentMetrics", JsonNull.NULL);
  }

  static JsonObject cpuUtilization(long percent) {
    return JsonObject.of(
        "type",
        "Resource",
        "resource",
        JsonObject.of(
            "name",
            "cpu",
            "target",
            JsonObject.of("type", "Utilization", "averageUtilization", percent)));
  }

  private static JsonObject policy(String type, long value) {
    return JsonObject.of("type", type, "value", value, "periodSeconds", 15);
  }
}
