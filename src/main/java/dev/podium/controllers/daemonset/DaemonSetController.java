package dev.podium.controllers.daemonset;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.ControllerRevisions;
import dev.podium.runtime.ControllerRevisions.Revision;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes a pod of a set for every node that it wants one on, and replaces those that are out of
/// date.
///
/// Upstream: pkg/controller/daemon/daemon_controller.go, update.go.
public final class DaemonSetController implements Reconciler {
  private static final int BURST = 250;

  /// How long a pod that has failed is left before it is replaced; at first upstream waits as long.
  private static final Duration BACK_OFF = Duration.ofSeconds(1);

  private final ApiClient client;
  private final Clock clock;
  private final Informer sets;
  private final Informer pods;
  private final Informer nodes;
  private final Informer revisions;
  private final OwnedObjects owned;
  private final ControllerRevisions history;
  private final EventRecorder events;

  private DaemonSetController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("daemon-set-controller");
    this.clock = clock;
    this.sets = loops.informer(Kinds.DAEMON_SET);
    this.pods = loops.informer(Kinds.POD);
    this.nodes = loops.informer(Kinds.NODE);
    this.revisions = loops.informer(Kinds.CONTROLLER_REVISION);
    this.owned = new OwnedObjects(this.client, pods);
    this.history = new ControllerRevisions(this.client, revisions, DaemonPod.HASH);
    this.events = new EventRecorder(this.client, clock, "daemonset-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    DaemonSetController sync = new DaemonSetController(loops, client, clock);
    loops
        .controller("daemonset", sync)
        .workers(2)
        .on(sync.sets)
        .onOwned(sync.pods, Kinds.DAEMON_SET)
        .on(sync.pods, sync::selecting)
        .on(sync.nodes, sync::placing)
        .reads(sync.revisions);
  }

  /// An orphan concerns every set that might adopt it.
  private Stream<Key> selecting(Delta delta) {
    ApiObject pod = delta.latest();
    if (pod.controllerReference().isPresent() || delta.isDeletion()) {
      return Stream.empty();
    }
    return sets.list(pod.namespace()).stream()
        .filter(set -> new DaemonSetView(set).selector().matches(pod))
        .map(Key::of);
  }

  /// A node concerns every set, unless only its status has changed.
  private Stream<Key> placing(Delta delta) {
    boolean same =
        delta.before().isPresent()
            && delta.after().isPresent()
            && delta.before().get().labels().equals(delta.after().get().labels())
            && delta.before().get().spec().equals(delta.after().get().spec());
    return same ? Stream.empty() : sets.list("").stream().map(Key::of);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = sets.find(key).filter(set -> !set.isBeingDeleted());
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    DaemonSetView set = new DaemonSetView(found.get());
    if (set.selector().matchesEverything()) {
      events.warning(
          set.object(),
          "SelectingAll",
          "This daemon set is selecting all pods. A non-empty selector is required.");
      return Outcome.DONE;
    }
    Instant now = clock.now();
    List<ApiObject> all = nodes.list("");
    List<DaemonPod> its = claimed(set);
    Map<String, List<DaemonPod>> byNode = byNode(its);
    List<Revision> known = history.list(set.object(), set.selector());
    String hash = history.current(set.object(), known).label(DaemonPod.HASH);
    Optional<Duration> retry;
    try {
      retry = act(set, all, byNode, hash, now);
      forget(set, its, known, hash);
    } finally {
      ApiObject updated = DaemonSetStatus.apply(set, all, byNode, hash, now);
      if (updated != set.object()) {
        client.updateStatus(updated);
      }
    }
    Optional<Duration> next =
        Stream.concat(
                retry.stream(),
                its.stream()
                    .flatMap(p -> p.view().availableIn(set.minReadySeconds(), now).stream()))
            .min(Duration::compareTo);
    return next.map(Outcome::after).orElse(Outcome.DONE);
  }

  private List<DaemonPod> claimed(DaemonSetView set) {
    return owned.claim(set.object(), set.selector()).stream()
        .map(DaemonPod::of)
        .filter(pod -> !(pod.isTerminating() && pod.view().isFinished()))
        .toList();
  }

  private static Map<String, List<DaemonPod>> byNode(List<DaemonPod> pods) {
    Map<String, List<DaemonPod>> byNode = new TreeMap<>();
    pods.forEach(pod -> byNode.computeIfAbsent(pod.node(), _ -> new ArrayList<>()).add(pod));
    return byNode;
  }

  /// @return when to look again at pods that failed just now
  private Optional<Duration> act(
      DaemonSetView set,
      List<ApiObject> all,
      Map<String, List<DaemonPod>> byNode,
      String hash,
      Instant now) {
    DaemonPlan plan = DaemonPlan.manage(set, all, byNode, hash, now);
    List<DaemonPod> recent = plan.ended().stream().filter(pod -> !isDue(pod, now)).toList();
    plan.delete().removeAll(recent);
    plan.delete().addAll(withoutNode(all, byNode));
    plan.ended().stream().filter(pod -> !recent.contains(pod)).forEach(p -> tellEnded(set, p));
    carryOut(set, plan, hash);
    if (plan.create().isEmpty() && plan.delete().isEmpty() && set.updatesByItself()) {
      carryOut(set, DaemonPlan.rollingUpdate(set, all, byNode, hash, now), hash);
    }
    return recent.isEmpty() ? Optional.empty() : Optional.of(BACK_OFF);
  }

  private static boolean isDue(DaemonPod pod, Instant now) {
    return !pod.view().phase().equals("Failed")
        || !pod.view().created().plus(BACK_OFF).isAfter(now);
  }

  private void tellEnded(DaemonSetView set, DaemonPod pod) {
    String where = pod.object().namespace() + "/" + pod.name() + " on node " + pod.node();
    if (pod.view().phase().equals("Failed")) {
      events.warning(
          set.object(),
          "FailedDaemonPod",
          "Found failed daemon pod " + where + ", will try to kill it");
    } else {
      events.normal(
          set.object(),
          "SucceededDaemonPod",
          "Found succeeded daemon pod " + where + ", will try to delete it");
    }
  }

  /// Pods that nobody has scheduled and that now nobody can.
  private static List<DaemonPod> withoutNode(
      List<ApiObject> all, Map<String, List<DaemonPod>> byNode) {
    Set<String> names = new HashSet<>();
    all.forEach(node -> names.add(node.name()));
    return byNode.values().stream()
        .flatMap(List::stream)
        .filter(pod -> pod.view().nodeName().isEmpty() && !names.contains(pod.node()))
        .filter(pod -> !pod.isTerminating())
        .toList();
  }

  private void carryOut(DaemonSetView set, DaemonPlan plan, String hash) {
    ApiObject owner = set.object();
    for (String node : plan.create().stream().limit(BURST).toList()) {
      try {
        ApiObject created = client.create(DaemonPod.make(set, node, hash));
        events.normal(owner, "SuccessfulCreate", "Created pod: " + created.name());
      } catch (ApiException e) {
        events.warning(owner, "FailedCreate", "Error creating: " + e.message());
        throw e;
      }
    }
    for (DaemonPod pod : plan.delete().stream().limit(BURST).toList()) {
      try {
        client.delete(
            Kinds.POD,
            owner.namespace(),
            pod.name(),
            DeleteOptions.NONE.onlyUid(pod.object().uid()));
        events.normal(owner, "SuccessfulDelete", "Deleted pod: " + pod.name());
      } catch (ApiException e) {
        if (e.code() != 404) {
          events.warning(owner, "FailedDelete", "Error deleting: " + e.message());
          throw e;
        }
      }
    }
  }

  /// Deletes revisions that no pod has any longer and the history has no room for.
  private void forget(DaemonSetView set, List<DaemonPod> its, List<Revision> known, String hash) {
    Set<String> hashes = new HashSet<>(Set.of(hash));
    its.forEach(pod -> hashes.add(pod.object().labels().getOrDefault(DaemonPod.HASH, "")));
    Set<String> live = new HashSet<>();
    known.stream()
        .filter(revision -> hashes.contains(revision.label(DaemonPod.HASH)))
        .forEach(revision -> live.add(revision.name()));
    history.truncate(known, live, set.revisionHistoryLimit());
  }
}
