package dev.podium.resources.pods;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.List;

/// What is filled into a pod beyond what its template would get.
///
/// Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Pod).
final class PodDefaults {
  private PodDefaults() {}

  static void apply(ObjectDraft pod) {
    spec(pod.object("spec"));
    pod.findObject("status").ifPresent(PodDefaults::addresses);
  }

  private static void spec(ObjectDraft spec) {
    spec.objects("containers").forEach(ResourceLists::requestLimits);
    spec.objects("initContainers").forEach(ResourceLists::requestLimits);
    PodLevelDefaults.apply(spec);
    spec.setDefault("enableServiceLinks", true);
    if (spec.bool("hostNetwork")) {
      spec.objects("containers").forEach(PodDefaults::hostPorts);
      spec.objects("initContainers").forEach(PodDefaults::hostPorts);
    }
    PodTemplates.specDefaults(spec);
  }

  private static void hostPorts(ObjectDraft container) {
    for (ObjectDraft port : container.objects("ports")) {
      if (port.findLong("hostPort").orElse(0) == 0) {
        port.findLong("containerPort").ifPresent(number -> port.set("hostPort", number));
      }
    }
  }

  /// `podIP` is the first of `podIPs`, whichever of them a client writes
  /// (Convert_v1_PodStatus_To_core_PodStatus and back).
  private static void addresses(ObjectDraft status) {
    List<JsonObject> all =
        status.get("podIPs") instanceof JsonArray addresses ? addresses.objects() : List.of();
    String single = status.string("podIP");
    if (single.isEmpty()) {
      if (!all.isEmpty()) {
        status.set("podIP", all.getFirst().string("ip"));
      }
    } else if (all.isEmpty() || !all.getFirst().string("ip").equals(single)) {
      status.set("podIPs", List.of(JsonObject.of("ip", single)));
    }
  }
}
