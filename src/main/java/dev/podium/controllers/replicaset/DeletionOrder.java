package dev.podium.controllers.replicaset;

import dev.podium.resources.pods.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which pods go first when there are too many.
///
/// Upstream: ActivePodsWithRanks in pkg/controller/controller_utils.go. Ages count by their
/// logarithm, so that of pods of about one age any may go.
final class DeletionOrder {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private DeletionOrder() {}

  /// The `count` pods to delete.
  ///
  /// @param related what counts against a node: the active pods of all sets of the same owner
  static List<PodView> choose(List<PodView> pods, int count, List<PodView> related, Instant now) {
    if (count >= pods.size()) {
      return pods;
    }
    Map<String, Long> onNode =
        related.stream()
            .filter(PodView::isActive)
            .collect(Collectors.groupingBy(PodView::nodeName, Collectors.counting()));
    List<PodView> sorted = new ArrayList<>(pods);
    sorted.sort(first(onNode, now));
    return sorted.subList(0, count);
  }

  private static Comparator<PodView> first(Map<String, Long> onNode, Instant now) {
    return Comparator.comparing((PodView pod) -> !pod.nodeName().isEmpty())
        .thenComparing(DeletionOrder::phase)
        .thenComparing(PodView::isReady)
        .thenComparing(DeletionOrder::cost)
        .thenComparing(pod -> -onNode.getOrDefault(pod.nodeName(), 0L))
        .thenComparing((a, b) -> byReadiness(a, b, now))
        .thenComparing(pod -> -pod.restarts())
        .thenComparing(byAge(pod -> Optional.of(pod.created()), now))
        .thenComparing(pod -> pod.object().uid());
  }

  private static int phase(PodView pod) {
    return switch (pod.phase()) {
      case "Running" -> 2;
      case "Unknown" -> 1;
      default -> 0;
    };
  }

  private static int cost(PodView pod) {
    try {
      return pod.object().annotation(COST).map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int byReadiness(PodView a, PodView b, Instant now) {
    return a.isReady() && b.isReady() ? byAge(PodView::readySince, now).compare(a, b) : 0;
  }

  /// Younger ones first, as far as their ages differ in order of magnitude; those without a time
  /// before all.
  private static Comparator<PodView> byAge(Function<PodView, Optional<Instant>> time, Instant now) {
    return Comparator.comparingLong(
        pod -> time.apply(pod).map(since -> magnitude(Duration.between(since, now))).orElse(-1L));
  }

  private static long magnitude(Duration age) {
    long nanos = age.toNanos();
    return nanos <= 0 ? 0 : 63 - Long.numberOfLeadingZeros(nanos);
  }
}
