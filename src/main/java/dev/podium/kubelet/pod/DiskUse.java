package dev.podium.kubelet.pod;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.time.Duration;
import java.util.Optional;

/// Evicts a pod that keeps more in an `emptyDir` on the node's disk than it may.
///
/// Upstream: pkg/kubelet/eviction/eviction_manager.go (emptyDirLimitEviction), which looks every
/// ten seconds.
final class DiskUse {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private DiskUse() {}

  static void look(Sync sync) {
    PodRun run = sync.run();
    if (run.failure().isPresent() || sync.pod().isBeingDeleted() || run.volumes().isEmpty()) {
      return;
    }
    boolean limited = false;
    for (JsonObject volume : sync.pod().spec().objects("volumes")) {
      Optional<Quantity> limit = limit(volume);
      limited |= limit.isPresent();
      PodVolume kept = run.volumes().get(volume.string("name"));
      if (limit.isPresent() && kept != null && kept.used() > limit.get().value()) {
        String message =
            "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                .formatted(volume.string("name"), volume.string("emptyDir", "sizeLimit"));
        sync.warning("Evicted", message);
        run.evict(message);
        sync.changed();
        return;
      }
    }
    if (limited) {
      sync.wakeAt(sync.now().plus(INTERVAL));
    }
  }

  /// Of a volume in memory the file system itself has the limit.
  static Optional<Quantity> limit(JsonObject volume) {
    return volume.string("emptyDir", "medium").equals("Memory")
        ? Optional.empty()
        : volume
            .findString("emptyDir", "sizeLimit")
            .map(Quantity::parse)
            .filter(quantity -> !quantity.isZero());
  }
}
