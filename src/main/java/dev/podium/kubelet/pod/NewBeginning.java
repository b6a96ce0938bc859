package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Ended;
import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/// Stops all containers of a pod, and has them begin anew with the first of its init containers,
/// once one of them ended in a way for which it has the rule `RestartAllContainers`. No hooks run,
/// and nobody waits.
///
/// Upstream: kubecontainer.ShouldAllContainersRestart, and kuberuntime_manager.go
/// (computePodActions).
final class NewBeginning {
  private NewBeginning() {}

  /// Whether one is asked for, or has begun.
  static boolean isUnderWay(Sync sync) {
    if (!Containers.mayRestartAll(sync.pod())) {
      return false;
    }
    if (!sync.run().isRestartingAll() && isAskedFor(sync)) {
      sync.run().restartingAll(true);
      sync.changed();
    }
    return sync.run().isRestartingAll();
  }

  /// Whether containers are still being stopped, so that none may be made.
  static boolean holds(Sync sync) {
    if (!sync.run().isRestartingAll()) {
      return false;
    }
    List<JsonObject> all = containers(sync).toList();
    all.forEach(container -> stop(sync, container));
    if (all.stream().anyMatch(container -> sync.state(container).isRunning())) {
      return true;
    }
    for (JsonObject container : all) {
      sync.put(container, sync.state(container).to(Phase.Waiting.FRESH));
    }
    sync.run().restartingAll(false);
    return true;
  }

  private static void stop(Sync sync, JsonObject container) {
    boolean stopping =
        sync.state(container).phase() instanceof Running running && running.stopping().isPresent();
    if (stopping || !sync.state(container).isRunning()) {
      return;
    }
    ContainerEnd.stop(
        sync,
        container,
        "Stopping container %s because a container of the pod restarts all of them"
            .formatted(container.string("name")),
        0);
  }

  private static boolean isAskedFor(Sync sync) {
    return containers(sync)
        .anyMatch(container ->
            sync.state(container).phase() instanceof Ended ended
                && Containers.restartsAll(container, ended.code()));
  }

  private static Stream<JsonObject> containers(Sync sync) {
    return Stream.concat(
        Containers.init(sync.pod()).stream(), Containers.regular(sync.pod()).stream());
  }
}
