package dev.podium.controllers.statefulset;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes, replaces and removes the numbered pods of StatefulSets.
///
/// Upstream: pkg/controller/statefulset/stateful_set.go, stateful_set_control.go.
public final class StatefulSetController implements Reconciler {
  private static final String HASH = "controller.kubernetes.io/hash";

  private final ApiClient client;
  private final Clock clock;
  private final Informer sets;
  private final Informer pods;
  private final Informer claims;
  private final Informer revisions;
  private final OwnedObjects owned;
  private final ControllerRevisions history;
  private final EventRecorder events;

  private StatefulSetController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("statefulset-controller");
    this.clock = clock;
    this.sets = loops.informer(Kinds.STATEFUL_SET);
    this.pods = loops.informer(Kinds.POD);
    this.claims = loops.informer(Kinds.PERSISTENT_VOLUME_CLAIM);
    this.revisions = loops.informer(Kinds.CONTROLLER_REVISION);
    this.owned = new OwnedObjects(this.client, pods);
    this.history = new ControllerRevisions(this.client, revisions, HASH);
    this.events = new EventRecorder(this.client, clock, "statefulset-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    StatefulSetController sync = new StatefulSetController(loops, client, clock);
    Function<String, List<ApiObject>> byNamespace =
        sync.sets.indexed("namespace", set -> List.of(set.namespace()));
    loops
        .controller("statefulset", sync)
        .workers(5)
        .on(sync.sets)
        .onOwned(sync.pods, Kinds.STATEFUL_SET)
        .on(sync.pods, delta -> selecting(delta, byNamespace))
        .reads(sync.claims)
        .reads(sync.revisions);
  }

  /// An orphan concerns every set that might adopt it.
  private static Stream<Key> selecting(Delta delta, Function<String, List<ApiObject>> byNamespace) {
    ApiObject pod = delta.latest();
    if (pod.controllerReference().isPresent() || delta.isDeletion()) {
      return Stream.empty();
    }
    return byNamespace.apply(pod.namespace()).stream()
        .filter(set -> new SetView(set).selector().matches(pod))
        .map(Key::of);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = sets.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    SetView set = new SetView(found.get());
    Instant now = clock.now();
    List<SetPod> its =
        owned.claim(set.object(), set.selector()).stream()
            .map(pod -> SetPod.of(set, pod))
            .filter(pod -> pod.ordinal() >= 0)
            .toList();
    List<Revision> known = history.list(set.object(), set.selector());
    Revision update = history.current(set.object(), known);
    String currentName = set.object().status().string("currentRevision");
    Revision current =
        known.stream().filter(r -> r.name().equals(currentName)).findFirst().orElse(update);
    SetSync sync =
        new SetSync(
            client, events, new Claims(client, claims, events), set, its, current, update, now);
    try {
      sync.run();
    } finally {
      SetStatus status =
          SetStatus.count(set, its, current, update, now).withFewerCurrent(sync.outdatedDeleted());
      ApiObject updated = status.apply(set, current, update);
      if (updated != set.object()) {
        client.updateStatus(updated);
      }
    }
    Set<String> live = new HashSet<>(List.of(current.name(), update.name()));
    its.forEach(pod -> live.add(pod.revision()));
    history.truncate(known, live, set.revisionHistoryLimit());
    return untilAvailable(set, its, now);
  }

  private static Outcome untilAvailable(SetView set, List<SetPod> pods, Instant now) {
    Optional<Duration> next =
        pods.stream()
            .flatMap(pod -> pod.view().availableIn(set.minReadySeconds(), now).stream())
            .min(Duration::compareTo);
    return next.map(Outcome::after).orElse(Outcome.DONE);
  }
}
