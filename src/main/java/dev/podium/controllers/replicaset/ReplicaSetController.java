package dev.podium.controllers.replicaset;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.controllers.replicaset.ReplicaSetStatus.Failure;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.LabelSelector;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.runtime.TemplatePods;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes and deletes pods until a set has as many as it asks for.
///
/// Upstream: pkg/controller/replicaset/replica_set.go, which serves ReplicationControllers too: the
/// two kinds differ in the form of their selector and in one field of the status.
public final class ReplicaSetController implements Reconciler {
  /// At most so many pods are made or deleted in one round (BurstReplicas).
  private static final int BURST = 500;

  private final GroupVersionKind kind;
  private final ApiClient client;
  private final Clock clock;
  private final Informer sets;
  private final Informer pods;
  private final OwnedObjects owned;
  private final EventRecorder events;

  private ReplicaSetController(
      GroupVersionKind kind, String account, ControlLoops loops, ApiClient client, Clock clock) {
    this.kind = kind;
    this.client = client.asController(account);
    this.clock = clock;
    this.sets = loops.informer(kind);
    this.pods = loops.informer(Kinds.POD);
    this.owned = new OwnedObjects(this.client, pods);
    this.events = new EventRecorder(this.client, clock, account, "");
  }

  public static void registerReplicaSets(ControlLoops loops, ApiClient client, Clock clock) {
    register(
        loops,
        "replicaset",
        new ReplicaSetController(Kinds.REPLICA_SET, "replicaset-controller", loops, client, clock));
  }

  public static void registerReplicationControllers(
      ControlLoops loops, ApiClient client, Clock clock) {
    register(
        loops,
        "replicationcontroller",
        new ReplicaSetController(
            Kinds.REPLICATION_CONTROLLER, "replication-controller", loops, client, clock));
  }

  private static void register(ControlLoops loops, String name, ReplicaSetController sync) {
    Function<String, List<ApiObject>> byNamespace =
        sync.sets.indexed("namespace", set -> List.of(set.namespace()));
    Controller controller = loops.controller(name, sync).workers(5).unhurried();
    controller
        .on(sync.sets)
        .onOwned(sync.pods, sync.kind)
        .on(sync.pods, delta -> sync.selecting(delta, byNamespace));
  }

  /// An orphan concerns every set that might adopt it.
  private Stream<Key> selecting(Delta delta, Function<String, List<ApiObject>> byNamespace) {
    ApiObject pod = delta.latest();
    if (pod.controllerReference().isPresent() || delta.isDeletion()) {
      return Stream.empty();
    }
    return byNamespace.apply(pod.namespace()).stream()
        .filter(set -> selector(set).matches(pod))
        .map(Key::of);
  }

  private LabelSelector selector(ApiObject set) {
    return kind.equals(Kinds.REPLICA_SET)
        ? LabelSelector.ofJson(set.spec().findObject("selector"))
        : LabelSelector.ofLabels(set.spec().stringMap("selector"));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = sets.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject set = found.get();
    Instant now = clock.now();
    List<PodView> active =
        owned.claim(set, selector(set)).stream()
            .map(PodView::of)
            .filter(PodView::isActive)
            .toList();
    Optional<Failure> failure = set.isBeingDeleted() ? Optional.empty() : manage(set, active, now);
    updateStatus(set, active, failure, now);
    failure.ifPresent(f -> {
      throw f.cause();
    });
    return untilAvailable(set, active, now);
  }

  /// Upstream: manageReplicas.
  private Optional<Failure> manage(ApiObject set, List<PodView> active, Instant now) {
    long wanted = set.spec().findLong("replicas").orElse(1);
    long missing = wanted - active.size();
    return missing > 0
        ? create(set, (int) Math.min(missing, BURST))
        : delete(set, active, (int) Math.min(-missing, BURST), now);
  }

  /// In batches of twice the size each, so that what must fail fails once and not for every pod
  /// (slowStartBatch).
  private Optional<Failure> create(ApiObject set, int count) {
    ApiObject pod = TemplatePods.of(set);
    int left = count;
    for (int batch = 1; left > 0; batch = Math.min(2 * batch, left)) {
      for (int i = 0; i < batch; i++) {
        try {
          ApiObject created = client.create(pod);
          events.normal(set, "SuccessfulCreate", "Created pod: " + created.name());
        } catch (ApiException e) {
          if (e.details().map(d -> d.toString().contains("NamespaceTerminating")).orElse(false)) {
            return Optional.empty();
          }
          events.warning(set, "FailedCreate", "Error creating: " + e.message());
          return Optional.of(new Failure("FailedCreate", e));
        }
      }
      left -= batch;
    }
    return Optional.empty();
  }

  private Optional<Failure> delete(ApiObject set, List<PodView> active, int count, Instant now) {
    if (count <= 0) {
      return Optional.empty();
    }
    for (PodView pod : DeletionOrder.choose(active, count, related(set), now)) {
      try {
        client.delete(
            Kinds.POD, set.namespace(), pod.name(), DeleteOptions.NONE.onlyUid(pod.object().uid()));
        events.normal(set, "SuccessfulDelete", "Deleted pod: " + pod.name());
      } catch (ApiException e) {
        if (e.code() != 404) {
          events.warning(set, "FailedDelete", "Error deleting: " + e.message());
          return Optional.of(new Failure("FailedDelete", e));
        }
      }
    }
    return Optional.empty();
  }

  /// The pods of every set with the same controller (getIndirectlyRelatedPods).
  private List<PodView> related(ApiObject set) {
    List<ApiObject> siblings =
        set.controllerReference()
            .map(owner -> sets.controlledBy(owner.string("uid")))
            .orElse(List.of(set));
    return siblings.stream()
        .flatMap(sibling -> pods.controlledBy(sibling.uid()).stream())
        .map(PodView::of)
        .toList();
  }

  private void updateStatus(
      ApiObject set, List<PodView> before, Optional<Failure> failure, Instant now) {
    Optional<Long> terminating =
        kind.equals(Kinds.REPLICA_SET)
            ? Optional.of(
                pods.controlledBy(set.uid()).stream()
                    .map(PodView::of)
                    .filter(pod -> pod.isTerminating() && !pod.isFinished())
                    .count())
            : Optional.empty();
    ApiObject updated = ReplicaSetStatus.apply(set, before, terminating, failure, now);
    if (updated != set) {
      client.updateStatus(updated);
    }
  }

  private static Outcome untilAvailable(ApiObject set, List<PodView> active, Instant now) {
    long minReadySeconds = set.spec().integer("minReadySeconds");
    if (minReadySeconds == 0) {
      return Outcome.DONE;
    }
    Optional<Duration> next =
        active.stream()
            .flatMap(pod -> pod.availableIn(minReadySeconds, now).stream())
            .min(Duration::compareTo);
    return next.map(Outcome::after).orElse(Outcome.DONE);
  }
}
