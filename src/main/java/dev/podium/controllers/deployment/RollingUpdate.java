package dev.podium.controllers.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many pods each ReplicaSet of a Deployment is to have next: decisions without their doing.
///
/// Upstream: pkg/controller/deployment/rolling.go and sync.go, util/deployment_util.go.
final class RollingUpdate {
  private RollingUpdate() {}

  /// The next size of the newest set (NewRSNewReplicas).
  ///
  /// @param size what it has now
  /// @param total what all sets have together
  static long newSize(DeploymentView deployment, long size, long total) {
    if (deployment.isRecreate() || size > deployment.replicas()) {
      return deployment.replicas();
    }
    long most = deployment.replicas() + deployment.maxSurge();
    if (total >= most) {
      return size;
    }
    return size + Math.min(most - total, deployment.replicas() - size);
  }

  /// The next sizes of those older sets that shrink (reconcileOldReplicaSets): first what is not
  /// available anyway, then as many as the minimum of available pods lets go.
  static Map<ReplicaSetView, Long> oldSizes(
      DeploymentView deployment, List<ReplicaSetView> old, ReplicaSetView newest) {
    Map<ReplicaSetView, Long> sizes = new LinkedHashMap<>();
    List<ReplicaSetView> sorted =
        ReplicaSetView.active(old).stream().sorted(ReplicaSetView.OLDEST_FIRST).toList();
    long total = ReplicaSetView.replicas(sorted) + newest.replicas();
    long least = deployment.replicas() - deployment.maxUnavailable();
    long mayGo = total - least - (newest.replicas() - newest.available());
    if (sorted.isEmpty() || mayGo <= 0) {
      return sizes;
    }
    removeUnhealthy(sorted, mayGo, sizes);
    long available =
        newest.available() + sorted.stream().mapToLong(ReplicaSetView::available).sum();
    long left = available - least;
    for (ReplicaSetView set : sorted) {
      long size = sizes.getOrDefault(set, set.replicas());
      long fewer = Math.min(size, Math.max(left, 0));
      if (fewer > 0) {
        sizes.put(set, size - fewer);
        left -= fewer;
      }
    }
    return sizes;
  }

  private static void removeUnhealthy(
      List<ReplicaSetView> sorted, long mayGo, Map<ReplicaSetView, Long> sizes) {
    long left = mayGo;
    for (ReplicaSetView set : sorted) {
      long fewer = Math.min(left, set.replicas() - set.available());
      if (fewer > 0) {
        sizes.put(set, set.replicas() - fewer);
        left -= fewer;
      }
    }
  }

  /// The sizes after a change of `spec.replicas` in the midst of a rollout: each active set takes
  /// its share, the biggest what rounding leaves over (scale, GetReplicaSetProportion).
  static Map<ReplicaSetView, Long> proportional(
      DeploymentView deployment, List<ReplicaSetView> active) {
    long allowed = deployment.replicas() > 0 ? deployment.replicas() + deployment.maxSurge() : 0;
    long toAdd = allowed - ReplicaSetView.replicas(active);
    List<ReplicaSetView> sorted = new ArrayList<>(active);
    Comparator<ReplicaSetView> age = ReplicaSetView.OLDEST_FIRST;
    sorted.sort(
        Comparator.comparingLong((ReplicaSetView set) -> -set.replicas())
            .thenComparing(toAdd > 0 ? age.reversed() : age));
    Map<ReplicaSetView, Long> sizes = new LinkedHashMap<>();
    long added = 0;
    for (ReplicaSetView set : sorted) {
      long share = toAdd == 0 ? 0 : share(deployment, set, toAdd, toAdd - added);
      sizes.put(set, set.replicas() + share);
      added += share;
    }
    if (toAdd != 0 && !sorted.isEmpty()) {
      long rest = toAdd - added;
      sizes.computeIfPresent(sorted.getFirst(), (_, size) -> Math.max(0, size + rest));
    }
    return sizes;
  }

  private static long share(DeploymentView deployment, ReplicaSetView set, long toAdd, long left) {
    if (set.replicas() == 0 || left == 0) {
      return 0;
    }
    long fraction = fraction(deployment, set);
    return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
  }

  private static long fraction(DeploymentView deployment, ReplicaSetView set) {
    if (deployment.replicas() == 0) {
      return -set.replicas();
    }
    long before =
        set.number(ReplicaSetView.MAX_REPLICAS)
            .orElse(deployment.object().status().integer("replicas"));
    if (before == 0) {
      return 0;
    }
    double size =
        (double) set.replicas() * (deployment.replicas() + deployment.maxSurge()) / before;
    return Math.round(size) - set.replicas();
  }

  /// The only active set, or the newest where none is; empty where several are
  /// (FindActiveOrLatest).
  static Optional<ReplicaSetView> activeOrLatest(
      Optional<ReplicaSetView> newest, List<ReplicaSetView> old) {
    List<ReplicaSetView> all = new ArrayList<>(old);
    newest.ifPresent(all::add);
    List<ReplicaSetView> active = ReplicaSetView.active(all);
    return switch (active.size()) {
      case 0 -> newest.or(() -> old.stream().max(ReplicaSetView.OLDEST_FIRST));
      case 1 -> Optional.of(active.getFirst());
      default -> Optional.empty();
    };
  }
}
