package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.List;

/// Which taints a pod bears (upstream: component-helpers/scheduling/corev1/helpers.go).
public final class Tolerations {
  private Tolerations() {}

  /// Whether a pod bears every taint of the effects that keep pods off.
  public static boolean bearsAll(ApiObject pod, List<JsonObject> taints) {
    return taints.stream()
        .filter(taint ->
            taint.string("effect").equals("NoSchedule")
                || taint.string("effect").equals("NoExecute"))
        .allMatch(taint -> bears(pod, taint));
  }

  /// How many taints of the effect PreferNoSchedule a pod does not bear.
  public static long unwelcome(ApiObject pod, List<JsonObject> taints) {
    return taints.stream()
        .filter(taint -> taint.string("effect").equals("PreferNoSchedule"))
        .filter(taint -> !bears(pod, taint))
        .count();
  }

  public static boolean bears(ApiObject pod, JsonObject taint) {
    return pod.spec().objects("tolerations").stream()
        .anyMatch(toleration -> matches(toleration, taint));
  }

  private static boolean matches(JsonObject toleration, JsonObject taint) {
    String effect = toleration.string("effect");
    String key = toleration.string("key");
    if (!effect.isEmpty() && !effect.equals(taint.string("effect"))) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.string("key"))) {
      return false;
    }
    return toleration.string("operator").equals("Exists")
        || toleration.string("value").equals(taint.string("value"));
  }
}
