package dev.podium.controllers.job;

import dev.podium.resources.pods.PodView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which active pods go when there are too many.
///
/// Upstream: activePodsForRemoval in pkg/controller/job/job_controller.go, ActivePods in
/// pkg/controller/controller_utils.go.
final class RemovalOrder {
  private static final Comparator<JobPod> FIRST =
      Comparator.comparing((JobPod pod) -> !pod.view().nodeName().isEmpty())
          .thenComparing(pod -> phase(pod.view()))
          .thenComparing(pod -> pod.view().isReady())
          .thenComparing(
              pod -> pod.view().readySince().orElse(Instant.MIN), Comparator.reverseOrder())
          .thenComparing(pod -> -pod.view().restarts())
          .thenComparing(pod -> pod.view().created(), Comparator.reverseOrder())
          .thenComparing(pod -> pod.view().name());

  private RemovalOrder() {}

  private static int phase(PodView pod) {
    return switch (pod.phase()) {
      case "Running" -> 2;
      case "Unknown" -> 1;
      default -> 0;
    };
  }

  /// The pods to remove: all but one of each index, those whose index is not asked for, and as many
  /// more as it takes.
  static List<JobPod> choose(JobView job, List<JobPod> active, int atLeast) {
    List<JobPod> removed = new ArrayList<>();
    List<JobPod> left = new ArrayList<>(active);
    if (job.isIndexed()) {
      left.clear();
      Map<Integer, List<JobPod>> byIndex = new TreeMap<>();
      active.forEach(pod -> byIndex.computeIfAbsent(pod.index(), _ -> new ArrayList<>()).add(pod));
      byIndex.forEach((index, pods) -> {
        pods.sort(FIRST);
        int kept = job.isValidIndex(index) ? 1 : 0;
        removed.addAll(pods.subList(0, pods.size() - kept));
        left.addAll(pods.subList(pods.size() - kept, pods.size()));
      });
    }
    left.sort(FIRST);
    int more = Math.min(Math.max(0, atLeast - removed.size()), left.size());
    removed.addAll(left.subList(0, more));
    return removed;
  }
}
