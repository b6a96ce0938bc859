package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;

/// The phase of a pod, from the states of its containers.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (getPhase).
final class PodPhase {
  private PodPhase() {}

  static String of(ApiObject pod, PodRun run) {
    String phase = byContainers(pod, run);
    boolean over = phase.equals("Succeeded") || phase.equals("Failed");
    boolean running =
        Containers.all(pod)
            .anyMatch(container -> run.container(container.string("name")).isRunning());
    // A pod is not over before its last container is (couldHaveRunningContainers).
    return over && running ? "Running" : phase;
  }

  private static String byContainers(ApiObject pod, PodRun run) {
    boolean terminal = run.isFinished();
    for (JsonObject container : Containers.init(pod)) {
      ContainerState state = run.container(container.string("name"));
      boolean failed =
          state.phase() instanceof Ended ended
              && !ended.succeeded()
              && !Containers.initRestarts(pod, container, ended.code());
      if (failed) {
        return "Failed";
      }
      boolean pending =
          Containers.isSidecar(container)
              ? !state.isStarted() && state.dead().isEmpty()
              : !(state.phase() instanceof Ended ended && ended.succeeded());
      if (pending && !terminal) {
        return "Pending";
      }
    }
    return run.failure().isPresent() && terminal ? "Failed" : regular(pod, run, terminal);
  }

  private static String regular(ApiObject pod, PodRun run, boolean terminal) {
    int waiting = 0;
    int running = 0;
    int stopped = 0;
    int succeeded = 0;
    boolean restarts = false;
    for (JsonObject container : Containers.regular(pod)) {
      ContainerState state = run.container(container.string("name"));
      if (state.isRunning()) {
        running++;
      } else if (state.phase() == Phase.Waiting.FRESH && state.dead().isPresent()) {
        // It is to begin anew with all others.
        stopped++;
        restarts = true;
      } else if (state.dead().isPresent()) {
        stopped++;
        succeeded += state.dead().get().succeeded() ? 1 : 0;
        restarts |=
            Containers.restarts(pod, container, state.dead().get().code())
                || run.restartIsDue(container.string("name"))
                || run.isRestartingAll()
                || Containers.restartsAll(container, state.dead().get().code());
      } else {
        waiting++;
      }
    }
    if (terminal) {
      return waiting == 0 && stopped == succeeded ? "Succeeded" : "Failed";
    }
    if (waiting > 0) {
      return stopped > 0 ? "Running" : "Pending";
    }
    if (running > 0 || restarts) {
      return "Running";
    }
    return stopped == succeeded ? "Succeeded" : "Failed";
  }
}
