package dev.podium.controllers.daemonset;

import dev.podium.object.ApiObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be done about the pods of a set at one moment.
///
/// Upstream: podsShouldBeOnNode in pkg/controller/daemon/daemon_controller.go, rollingUpdate in
/// pkg/controller/daemon/update.go.
///
/// @param create the nodes to make a pod for
/// @param ended of those to delete, the ones that have ended by themselves
record DaemonPlan(List<String> create, List<DaemonPod> delete, List<DaemonPod> ended) {
  private DaemonPlan() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /// One pod for each node that wants one.
  ///
  /// @param pods by their node
  static DaemonPlan manage(
      DaemonSetView set,
      List<ApiObject> nodes,
      Map<String, List<DaemonPod>> pods,
      String hash,
      Instant now) {
    DaemonPlan plan = new DaemonPlan();
    for (ApiObject node : nodes) {
      Placement placement = Placement.of(set, node);
      List<DaemonPod> present = pods.getOrDefault(node.name(), List.of());
      if (placement.shouldRun() && present.isEmpty()) {
        plan.create.add(node.name());
      } else if (placement.mayStay()) {
        plan.prune(set, present, placement.shouldRun(), node.name(), hash, now);
      } else {
        present.stream().filter(pod -> !pod.isTerminating()).forEach(plan.delete::add);
      }
    }
    return plan;
  }

  private void prune(
      DaemonSetView set,
      List<DaemonPod> present,
      boolean shouldRun,
      String node,
      String hash,
      Instant now) {
    List<DaemonPod> staying = present.stream().filter(pod -> !pod.isTerminating()).toList();
    staying.stream().filter(pod -> pod.view().isFinished()).forEach(ended::add);
    delete.addAll(staying.stream().filter(pod -> pod.view().isFinished()).toList());
    List<DaemonPod> running =
        staying.stream()
            .filter(pod -> !pod.view().isFinished())
            .sorted(DaemonPod.OLDEST_FIRST)
            .toList();
    if (running.isEmpty()) {
      if (set.surges() && shouldRun) {
        create.add(node);
      }
    } else if (!set.surges()) {
      delete.addAll(running.subList(1, running.size()));
    } else if (running.size() > 1) {
      pruneSurged(set, running, hash, now);
    }
  }

  /// Of two only the oldest old one, while it is ready and the oldest new one is not yet, and the
  /// oldest new one stay.
  private void pruneSurged(DaemonSetView set, List<DaemonPod> running, String hash, Instant now) {
    Optional<DaemonPod> oldest =
        running.stream().filter(pod -> !pod.isUpdated(set, hash)).findFirst();
    Optional<DaemonPod> newest =
        running.stream().filter(pod -> pod.isUpdated(set, hash)).findFirst();
    boolean replaced = newest.filter(pod -> pod.isAvailable(set, now)).isPresent();
    boolean oldReady = oldest.filter(pod -> pod.view().isReady()).isPresent();
    for (DaemonPod pod : running) {
      boolean keptNew = newest.filter(pod::equals).isPresent();
      boolean keptOld =
          oldest.filter(pod::equals).isPresent() && (newest.isEmpty() || oldReady && !replaced);
      if (!keptNew && !keptOld) {
        delete.add(pod);
      }
    }
  }

  /// Out-of-date pods to delete and, where the set surges, nodes to make a second pod for.
  static DaemonPlan rollingUpdate(
      DaemonSetView set,
      List<ApiObject> nodes,
      Map<String, List<DaemonPod>> pods,
      String hash,
      Instant now) {
    long desired = nodes.stream().filter(node -> Placement.of(set, node).shouldRun()).count();
    DaemonPlan plan = new DaemonPlan();
    if (set.maxSurge(desired) > 0) {
      plan.surge(set, pods, hash, now, set.maxSurge(desired));
    } else {
      plan.replace(set, pods, hash, now, set.maxUnavailable(desired));
    }
    return plan;
  }

  private void replace(
      DaemonSetView set,
      Map<String, List<DaemonPod>> pods,
      String hash,
      Instant now,
      long maxUnavailable) {
    long unavailable = 0;
    List<DaemonPod> candidates = new ArrayList<>();
    for (List<DaemonPod> present : pods.values()) {
      List<DaemonPod> staying = present.stream().filter(pod -> !pod.isTerminating()).toList();
      if (staying.size() != 1) {
        unavailable++;
        continue;
      }
      DaemonPod pod = staying.getFirst();
      boolean available = pod.isAvailable(set, now);
      if (pod.isUpdated(set, hash)) {
        unavailable += available ? 0 : 1;
      } else if (!available) {
        delete.add(pod);
      } else {
        candidates.add(pod);
      }
    }
    long more = Math.max(0, maxUnavailable - unavailable);
    candidates.stream().limit(more).forEach(delete::add);
  }

  private void surge(
      DaemonSetView set,
      Map<String, List<DaemonPod>> pods,
      String hash,
      Instant now,
      long maxSurge) {
    long surging = 0;
    List<String> candidates = new ArrayList<>();
    for (Map.Entry<String, List<DaemonPod>> entry : pods.entrySet()) {
      List<DaemonPod> staying =
          entry.getValue().stream().filter(pod -> !pod.isTerminating()).toList();
      List<DaemonPod> fresh = staying.stream().filter(p -> p.isUpdated(set, hash)).toList();
      List<DaemonPod> old = staying.stream().filter(p -> !p.isUpdated(set, hash)).toList();
      if (fresh.size() > 1 || old.size() > 1) {
        surging++;
      } else if (old.isEmpty()) {
        continue;
      } else if (!fresh.isEmpty() && fresh.getFirst().isAvailable(set, now)) {
        delete.add(old.getFirst());
      } else if (!fresh.isEmpty()) {
        surging++;
      } else if (!old.getFirst().isAvailable(set, now)) {
        create.add(entry.getKey());
      } else {
        candidates.add(entry.getKey());
      }
    }
    candidates.stream().limit(Math.max(0, maxSurge - surging)).forEach(create::add);
  }
}
