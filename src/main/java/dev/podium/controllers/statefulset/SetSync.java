package dev.podium.controllers.statefulset;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControllerRevisions.Revision;
import dev.podium.runtime.EventRecorder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One look at one set: who is missing, who is too much, who is out of date.
///
/// Upstream: updateStatefulSet, processReplica and processCondemned in
/// pkg/controller/statefulset/stateful_set_control.go.
final class SetSync {
  private final ApiClient client;
  private final EventRecorder events;
  private final Claims claims;
  private final SetView set;
  private final Revision update;
  private final Instant now;
  private final List<SetPod> replicas = new ArrayList<>();
  private final List<SetPod> condemned;
  private int outdatedDeleted;

  SetSync(
      ApiClient client,
      EventRecorder events,
      Claims claims,
      SetView set,
      List<SetPod> pods,
      Revision current,
      Revision update,
      Instant now) {
    this.client = client;
    this.events = events;
    this.claims = claims;
    this.set = set;
    this.update = update;
    this.now = now;
    Map<Integer, SetPod> byOrdinal =
        pods.stream().collect(Collectors.toMap(SetPod::ordinal, Function.identity(), (a, _) -> a));
    for (int i = set.start(); i < set.start() + set.replicas(); i++) {
      SetPod present = byOrdinal.get(i);
      replicas.add(present == null ? SetPod.missing(set, i, current, update) : present);
    }
    this.condemned =
        pods.stream()
            .filter(pod -> !set.isInRange(pod.ordinal()))
            .sorted(Comparator.comparingInt(SetPod::ordinal).reversed())
            .toList();
  }

  /// How many pods of the current revision it has deleted to replace them.
  int outdatedDeleted() {
    return outdatedDeleted;
  }

  void run() {
    if (set.object().isBeingDeleted() || !all(replicas, this::keep)) {
      return;
    }
    condemned.forEach(pod -> claims.updateOwners(set, pod));
    Optional<SetPod> unhealthy = firstUnhealthy();
    if (all(condemned, pod -> remove(pod, unhealthy)) && set.updatesByItself()) {
      replaceOutdated();
    }
  }

  /// @param step tells whether the next pod may be looked at, which matters in order only
  private boolean all(List<SetPod> pods, Predicate<SetPod> step) {
    for (SetPod pod : pods) {
      if (!step.test(pod) && set.isOrdered()) {
        return false;
      }
    }
    return true;
  }

  /// The one of the lowest ordinal, of those that stay or go.
  private Optional<SetPod> firstUnhealthy() {
    List<SetPod> all = new ArrayList<>(replicas);
    all.addAll(condemned);
    return all.stream()
        .filter(pod -> !pod.isHealthy())
        .min(Comparator.comparingInt(SetPod::ordinal));
  }

  private boolean keep(SetPod pod) {
    if (pod.exists() && pod.view().isFinished()) {
      if (!pod.view().isTerminating()) {
        delete(pod);
      }
      return false;
    }
    if (!pod.exists()) {
      if (!claims.isStale(set, pod)) {
        create(pod);
      }
      return false;
    }
    if (pod.view().phase().equals("Pending") && !pod.view().isTerminating()) {
      claims.create(set, pod);
    }
    boolean settled =
        !pod.view().isTerminating() && pod.isRunningAndAvailable(set.minReadySeconds(), now);
    if (set.isOrdered() && !settled) {
      return false;
    }
    if (!pod.hasIdentity()) {
      client.update(pod.withIdentity());
      tell("Update", pod, "");
    }
    claims.updateOwners(set, pod);
    return true;
  }

  private boolean remove(SetPod pod, Optional<SetPod> firstUnhealthy) {
    if (pod.view().isTerminating()) {
      return false;
    }
    boolean available = pod.isRunningAndAvailable(set.minReadySeconds(), now);
    boolean itself = firstUnhealthy.filter(first -> first.ordinal() == pod.ordinal()).isPresent();
    if (!set.isOrdered() || available || itself) {
      delete(pod);
    }
    return false;
  }

  /// From the end, so many at a time as may be missing.
  private void replaceOutdated() {
    long missing = replicas.stream().filter(pod -> !isUp(pod)).count();
    int allowed = set.maxUnavailable();
    for (int i = replicas.size() - 1; i >= set.partition(); i--) {
      SetPod pod = replicas.get(i);
      boolean outdated = pod.exists() && !pod.revision().equals(update.name());
      if (outdated && !pod.view().isTerminating()) {
        if (isUp(pod)) {
          if (allowed > 1 && missing >= allowed) {
            return;
          }
          missing++;
        }
        delete(pod);
        outdatedDeleted++;
      }
      if (allowed == 1 && (outdated || !pod.isHealthy())) {
        return;
      }
    }
  }

  private boolean isUp(SetPod pod) {
    return pod.isHealthy() && pod.isRunningAndAvailable(set.minReadySeconds(), now);
  }

  private void create(SetPod pod) {
    try {
      claims.create(set, pod);
      client.create(pod.object());
      tell("Create", pod, "");
    } catch (ApiException e) {
      if (!e.message().contains("already exists")) {
        tell("Create", pod, e.message());
      }
      throw e;
    } catch (IllegalStateException e) {
      tell("Create", pod, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void delete(SetPod pod) {
    try {
      client.delete(
          Kinds.POD,
          set.object().namespace(),
          pod.name(),
          DeleteOptions.NONE.onlyUid(pod.object().uid()));
      tell("Delete", pod, "");
    } catch (ApiException e) {
      if (e.code() != 404) {
        tell("Delete", pod, e.message());
        throw e;
      }
    }
  }

  /// Upstream: recordPodEvent.
  ///
  /// @param error empty where it succeeded
  private void tell(String verb, SetPod pod, String error) {
    String what = "%s Pod %s in StatefulSet %s ".formatted(verb, pod.name(), set.name());
    if (error.isEmpty()) {
      events.normal(set.object(), "Successful" + verb, what + "successful");
    } else {
      events.warning(set.object(), "Failed" + verb, what + "failed error: " + error);
    }
  }
}
