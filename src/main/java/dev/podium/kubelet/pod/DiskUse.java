package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.logs.ContainerLog;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a pod keeps on the disk of its node, in bytes.
///
/// Upstream: pkg/kubelet/stats (calcEphemeralStorage): writable layers, logs, and the volumes that
/// are on the disk.
///
/// @param containers by name, those that run or have run
/// @param volumes each `emptyDir`, those in memory too, and each claim, by name
/// @param onDisk all that counts as ephemeral storage
public record DiskUse(Map<String, Share> containers, Map<String, Long> volumes, long onDisk) {
  /// @param files what was written over the image
  /// @param logs of this run and the one before
  public record Share(long files, long logs) {
    long total() {
      return files + logs;
    }
  }

  static DiskUse of(PodRun run) {
    Map<String, Share> containers = new TreeMap<>();
    Containers.all(run.pod())
        .map(container -> container.string("name"))
        .forEach(name -> containers.put(name, share(run.container(name))));
    Map<String, Long> volumes = new TreeMap<>();
    long total = containers.values().stream().mapToLong(Share::total).sum();
    for (JsonObject volume : run.pod().spec().objects("volumes")) {
      PodVolume kept = run.volumes().get(volume.string("name"));
      boolean own = volume.has("emptyDir");
      if (kept != null && (own || volume.has("persistentVolumeClaim") || volume.has("ephemeral"))) {
        long used = kept.used();
        volumes.put(volume.string("name"), used);
        total += own && !isInMemory(volume) ? used : 0;
      }
    }
    return new DiskUse(containers, volumes, total);
  }

  static boolean isInMemory(JsonObject volume) {
    return volume.string("emptyDir", "medium").equals("Memory");
  }

  private static Share share(ContainerState state) {
    Optional<LiveContainer> live =
        state.phase() instanceof Phase.Running running
            ? Optional.of(running.container())
            : Optional.empty();
    List<Optional<ContainerLog>> logs =
        List.of(
            live.map(LiveContainer::log),
            state.dead().flatMap(Phase.Ended::log),
            live.isEmpty() ? state.previous().flatMap(Phase.Ended::log) : Optional.empty());
    long logged = logs.stream().flatMap(Optional::stream).mapToLong(ContainerLog::fileSize).sum();
    return new Share(live.map(LiveContainer::written).orElse(0L), logged);
  }
}
