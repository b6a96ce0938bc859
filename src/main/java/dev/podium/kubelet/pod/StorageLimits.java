package dev.podium.kubelet.pod;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.usage.ContainerSum;
import java.time.Duration;
import java.util.Optional;

/// Evicts a pod that keeps more on its node's disk than it may: in one `emptyDir`, in all, or in
/// one of its containers.
///
/// Upstream: pkg/kubelet/eviction/eviction_manager.go (localStorageEviction), which looks every ten
/// seconds.
final class StorageLimits {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final String STORAGE = "ephemeral-storage";

  private StorageLimits() {}

  static void look(Sync sync) {
    PodRun run = sync.run();
    JsonObject spec = sync.pod().spec();
    if (run.failure().isPresent() || sync.pod().isBeingDeleted() || !isLimited(spec)) {
      return;
    }
    Optional<String> why = exceeded(spec, DiskUse.of(run));
    if (why.isPresent()) {
      sync.warning("Evicted", why.get());
      run.evict(why.get());
      sync.changed();
    } else {
      sync.wakeAt(sync.now().plus(INTERVAL));
    }
  }

  private static boolean isLimited(JsonObject spec) {
    return spec.objects("volumes").stream().anyMatch(volume -> limit(volume).isPresent())
        || ContainerSum.of(spec, "limits").containsKey(STORAGE);
  }

  /// What the pod has too much of, in a kubelet's words; empty where all is well.
  static Optional<String> exceeded(JsonObject spec, DiskUse use) {
    return ofVolume(spec, use).or(() -> ofPod(spec, use)).or(() -> ofContainer(spec, use));
  }

  private static Optional<String> ofVolume(JsonObject spec, DiskUse use) {
    return spec.objects("volumes").stream()
        .filter(volume -> {
          long used = use.volumes().getOrDefault(volume.string("name"), 0L);
          return limit(volume).filter(limit -> exceeds(used, limit)).isPresent();
        })
        .findFirst()
        .map(volume ->
            "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                .formatted(volume.string("name"), limit(volume).orElseThrow()));
  }

  private static Optional<String> ofPod(JsonObject spec, DiskUse use) {
    return Optional.ofNullable(ContainerSum.of(spec, "limits").get(STORAGE))
        .filter(limit -> exceeds(use.onDisk(), limit))
        .map(limit ->
            "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
                .formatted(limit));
  }

  /// Only the regular ones are looked at one by one; a limit of nothing is none.
  private static Optional<String> ofContainer(JsonObject spec, DiskUse use) {
    for (JsonObject container : spec.objects("containers")) {
      String name = container.string("name");
      Optional<Quantity> limit =
          container
              .findString("resources", "limits", STORAGE)
              .map(Quantity::parse)
              .filter(quantity -> !quantity.isZero());
      DiskUse.Share share = use.containers().getOrDefault(name, new DiskUse.Share(0, 0));
      if (limit.isPresent() && exceeds(share.total(), limit.get())) {
        return Optional.of(
            "Container %s exceeded its local ephemeral storage limit \"%s\". "
                .formatted(name, limit.get()));
      }
    }
    return Optional.empty();
  }

  private static boolean exceeds(long used, Quantity limit) {
    return Quantity.of(used).compareTo(limit) > 0;
  }

  /// Of a volume in memory the file system itself has the limit.
  private static Optional<Quantity> limit(JsonObject volume) {
    return DiskUse.isInMemory(volume)
        ? Optional.empty()
        : volume
            .findString("emptyDir", "sizeLimit")
            .map(Quantity::parse)
            .filter(quantity -> !quantity.isZero());
  }
}
