package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import java.time.Instant;
import java.util.List;

/// The status that a kubelet reports about a pod.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (generateAPIPodStatus, convertStatusToAPIStatus).
public final class PodStatusReport {
  private PodStatusReport() {}

  /// The pod with the status as it is now; the same object where nothing changed.
  public static ApiObject apply(ApiObject pod, PodRun run, String hostAddress, Instant now) {
    String phase = phase(pod, run);
    return pod.editStatus(status -> {
      pod.generation().ifPresent(g -> status.set("observedGeneration", g));
      status.set("phase", phase);
      run.failure()
          .ifPresent(
              failure -> status.set("reason", failure.reason()).set("message", failure.message()));
      status.setDefaultString("startTime", Timestamps.format(run.seen()));
      status.set("hostIP", hostAddress).set("hostIPs", addresses(hostAddress));
      if (!run.address().isEmpty()) {
        status.set("podIP", run.address()).set("podIPs", addresses(run.address()));
      }
      containers(status, pod, run, "initContainerStatuses", Containers.init(pod));
      containers(status, pod, run, "containerStatuses", Containers.regular(pod));
      containers(status, pod, run, "ephemeralContainerStatuses", Containers.ephemeral(pod));
      PodResources.put(status, pod, run, phase);
      status.set("conditions", Conditions.of(pod, run, phase, now));
    });
  }

  /// The pod with the status of one that its kubelet does not run (upstream: rejectPod in
  /// pkg/kubelet/kubelet.go).
  public static ApiObject rejected(ApiObject pod, NodeAdmission.Rejection why, Instant now) {
    return pod.editStatus(status -> {
      pod.generation().ifPresent(g -> status.set("observedGeneration", g));
      status.set("phase", "Failed");
      status.set("reason", why.reason());
      status.set("message", "Pod was rejected: " + why.message());
      status.setDefaultString("startTime", Timestamps.format(now));
      List<JsonObject> kept = Conditions.ofOthers(pod);
      if (kept.isEmpty()) {
        status.remove("conditions");
      } else {
        status.set("conditions", kept);
      }
    });
  }

  /// A pod that has ended does not come back to life.
  private static String phase(ApiObject pod, PodRun run) {
    String before = pod.status().string("phase");
    return before.equals("Failed") || before.equals("Succeeded") ? before : PodPhase.of(pod, run);
  }

  private static List<JsonObject> addresses(String address) {
    return List.of(JsonObject.of("ip", address));
  }

  private static void containers(
      ObjectDraft status, ApiObject pod, PodRun run, String field, List<JsonObject> containers) {
    if (!containers.isEmpty()) {
      status.set(
          field,
          containers.stream().map(container -> ContainerStatus.of(pod, container, run)).toList());
    }
  }
}
