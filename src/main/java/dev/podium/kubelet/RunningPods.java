package dev.podium.kubelet;

import dev.podium.kubelet.pod.PodRun;
import dev.podium.kubelet.program.ContainerLog;
import dev.podium.runtime.Key;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What runs on the simulated nodes: written by kubelets, read by who wants to look into a
/// container. Safe for use by any thread.
public final class RunningPods {
  private final Map<Key, PodRun> runs = new ConcurrentHashMap<>();

  Optional<PodRun> find(Key key) {
    return Optional.ofNullable(runs.get(key));
  }

  void put(Key key, PodRun run) {
    runs.put(key, run);
  }

  void remove(Key key, PodRun run) {
    runs.remove(key, run);
  }

  /// What a container has written.
  ///
  /// @param previous of the one before the present one
  public Optional<ContainerLog> log(
      String namespace, String pod, String container, boolean previous) {
    return find(new Key(namespace, pod)).flatMap(run -> run.log(container, previous));
  }
}
