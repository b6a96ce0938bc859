package dev.podium.controllers.deployment;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.LabelSelector;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Brings a Deployment's pods from one template to the next at the pace that its strategy allows.
///
/// Upstream: pkg/controller/deployment (deployment_controller.go, sync.go, rolling.go,
/// recreate.go).
public final class DeploymentController implements Reconciler {
  private static final String SCALING = "ScalingReplicaSet";

  private final ApiClient client;
  private final Clock clock;
  private final Informer deployments;
  private final Informer sets;
  private final Informer pods;
  private final OwnedObjects owned;
  private final EventRecorder events;

  private DeploymentController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("deployment-controller");
    this.clock = clock;
    this.deployments = loops.informer(Kinds.DEPLOYMENT);
    this.sets = loops.informer(Kinds.REPLICA_SET);
    this.pods = loops.informer(Kinds.POD);
    this.owned = new OwnedObjects(this.client, sets);
    this.events = new EventRecorder(this.client, clock, "deployment-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    DeploymentController sync = new DeploymentController(loops, client, clock);
    loops
        .controller("deployment", sync)
        .on(sync.deployments)
        .onOwned(sync.sets, Kinds.DEPLOYMENT)
        // A Recreate rollout waits for the last old pod to be gone.
        .on(
            sync.pods,
            delta ->
                delta.isDeletion()
                    ? Controller.controller(delta.latest(), Kinds.REPLICA_SET)
                        .flatMap(sync.sets::find)
                        .flatMap(set -> Controller.controller(set, Kinds.DEPLOYMENT))
                        .stream()
                    : java.util.stream.Stream.empty())
        .workers(5);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = deployments.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    Rollout rollout = new Rollout(found.get());
    if (found.get().isBeingDeleted()) {
      rollout.syncStatus();
      return Outcome.DONE;
    }
    return rollout.run();
  }

  /// One round for one Deployment: what it consists of as the round goes on.
  private final class Rollout {
    private final Instant now = clock.now();
    private final Conditions conditions;
    private DeploymentView deployment;
    private final List<ReplicaSetView> all;
    private Optional<ReplicaSetView> newest;

    Rollout(ApiObject object) {
      this.deployment = new DeploymentView(object);
      this.conditions = new Conditions(object.status().objects("conditions"), now);
      LabelSelector selector = LabelSelector.ofJson(object.spec().findObject("selector"));
      this.all =
          new ArrayList<>(owned.claim(object, selector).stream().map(ReplicaSetView::new).toList());
      this.newest = Revisions.newest(deployment, all);
    }

    Outcome run() {
      notePause();
      if (deployment.isPaused() || isScaled()) {
        syncRevision();
        scale();
        if (deployment.isPaused()) {
          forgetOld();
        }
        syncStatus();
        return Outcome.DONE;
      }
      boolean changed = deployment.isRecreate() ? recreate() : rollingUpdate();
      RolloutStatus status = status();
      if (!changed && status.isComplete()) {
        forgetOld();
      }
      write(status.progress());
      return status().untilDeadline().map(Outcome::after).orElse(Outcome.DONE);
    }

    /// Upstream: checkPausedConditions.
    private void notePause() {
      if (!deployment.hasProgressDeadline()) {
        return;
      }
      String reason = conditions.reason(RolloutStatus.PROGRESSING).orElse("");
      boolean noted = reason.equals("DeploymentPaused");
      if (reason.equals("ProgressDeadlineExceeded") || noted == deployment.isPaused()) {
        return;
      }
      if (deployment.isPaused()) {
        conditions.set(
            RolloutStatus.PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
      } else {
        conditions.set(
            RolloutStatus.PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
      }
    }

    /// Whether `spec.replicas` is not what the active sets were last told (isScalingEvent).
    private boolean isScaled() {
      return ReplicaSetView.active(all).stream()
          .map(set -> set.number(ReplicaSetView.DESIRED_REPLICAS))
          .anyMatch(desired -> desired.isPresent() && desired.getAsLong() != deployment.replicas());
    }

    private boolean rollingUpdate() {
      ReplicaSetView current = ensureNewest();
      long size =
          RollingUpdate.newSize(deployment, current.replicas(), ReplicaSetView.replicas(all));
      if (resize(current, size)) {
        return true;
      }
      boolean changed = false;
      for (Map.Entry<ReplicaSetView, Long> smaller :
          RollingUpdate.oldSizes(deployment, old(), current).entrySet()) {
        changed |= resize(smaller.getKey(), smaller.getValue());
      }
      return changed;
    }

    private boolean recreate() {
      syncRevision();
      boolean changed = false;
      for (ReplicaSetView set : ReplicaSetView.active(old())) {
        changed |= resize(set, 0);
      }
      if (changed || oldPodsRun()) {
        return true;
      }
      return resize(ensureNewest(), deployment.replicas());
    }

    private boolean oldPodsRun() {
      return old().stream()
          .flatMap(set -> pods.controlledBy(set.object().uid()).stream())
          .anyMatch(pod -> !PodView.of(pod).isFinished());
    }

    /// Upstream: scale.
    private void scale() {
      Optional<ReplicaSetView> only = RollingUpdate.activeOrLatest(newest, old());
      if (only.isPresent()) {
        resize(only.get(), deployment.replicas());
        return;
      }
      if (newest.filter(this::isSaturated).isPresent()) {
        ReplicaSetView.active(old()).forEach(set -> resize(set, 0));
        return;
      }
      if (!deployment.isRecreate()) {
        RollingUpdate.proportional(deployment, ReplicaSetView.active(all)).forEach(this::resize);
      }
    }

    private boolean isSaturated(ReplicaSetView set) {
      OptionalLong desired = set.number(ReplicaSetView.DESIRED_REPLICAS);
      return set.replicas() == deployment.replicas()
          && desired.isPresent()
          && desired.getAsLong() == deployment.replicas()
          && set.available() == deployment.replicas();
    }

    private List<ReplicaSetView> old() {
      return all.stream()
          .filter(set -> newest.filter(n -> n.name().equals(set.name())).isEmpty())
          .toList();
    }

    /// The set of the present template, made where there is none, with the newest revision
    /// (getNewReplicaSet).
    private ReplicaSetView ensureNewest() {
      if (newest.isPresent()) {
        syncRevision();
        return newest.get();
      }
      long revision = Revisions.highest(all) + 1;
      long size = RollingUpdate.newSize(deployment, 0, ReplicaSetView.replicas(all));
      ReplicaSetView created = create(Revisions.newSet(deployment, revision, size));
      all.add(created);
      newest = Optional.of(created);
      if (size > 0) {
        events.normal(
            deployment.object(),
            SCALING,
            "Scaled up replica set " + created.name() + " from 0 to " + size);
      }
      if (deployment.hasProgressDeadline()) {
        conditions.set(
            RolloutStatus.PROGRESSING,
            "True",
            "NewReplicaSetCreated",
            "Created new replica set \"" + created.name() + "\"");
      }
      setRevision(revision);
      return created;
    }

    private ReplicaSetView create(ApiObject set) {
      try {
        return new ReplicaSetView(client.create(set));
      } catch (ApiException e) {
        if (e.reason().equals("AlreadyExists")) {
          countCollision();
        } else if (deployment.hasProgressDeadline()) {
          conditions.set(
              RolloutStatus.PROGRESSING,
              "False",
              "ReplicaSetCreateError",
              "Failed to create new replica set \"" + set.name() + "\": " + e.message());
          write(
              deployment.object().editStatus(status -> status.set("conditions", conditions.all())));
        }
        throw e;
      }
    }

    /// Another set has the name that the hash gave: the next attempt takes another hash.
    private void countCollision() {
      write(
          deployment
              .object()
              .editStatus(status ->
                  status.set("collisionCount", status.findLong("collisionCount").orElse(0) + 1)));
    }

    /// Gives the newest set a revision above all others, and the Deployment that revision.
    private void syncRevision() {
      if (newest.isEmpty()) {
        return;
      }
      ReplicaSetView set = newest.get();
      long revision = Revisions.highest(old()) + 1;
      ApiObject annotated = Revisions.annotated(set.object(), deployment, revision);
      long minReadySeconds = deployment.object().spec().integer("minReadySeconds");
      ApiObject updated =
          minReadySeconds == annotated.spec().integer("minReadySeconds")
              ? annotated
              : annotated.editSpec(spec -> spec.set("minReadySeconds", minReadySeconds));
      if (updated != set.object()) {
        set = replace(set, client.update(updated));
      }
      if (conditions.find(RolloutStatus.PROGRESSING).isEmpty()
          && deployment.hasProgressDeadline()) {
        conditions.set(
            RolloutStatus.PROGRESSING,
            "True",
            "FoundNewReplicaSet",
            "Found new replica set \"" + set.name() + "\"");
      }
      setRevision(set.revision());
    }

    private void setRevision(long revision) {
      deployment =
          new DeploymentView(
              deployment
                  .object()
                  .editMetadata(metadata ->
                      metadata
                          .object("annotations")
                          .set(ReplicaSetView.REVISION, Long.toString(revision))));
    }

    /// Upstream: scaleReplicaSetAndRecordEvent.
    ///
    /// @return whether the set has another size now
    private boolean resize(ReplicaSetView set, long size) {
      boolean resized = set.replicas() != size;
      ApiObject noted = Revisions.annotatedSize(set.object(), deployment);
      if (!resized && (noted == set.object() || !set.isActive())) {
        return false;
      }
      replace(set, client.update(noted.editSpec(spec -> spec.set("replicas", size))));
      if (resized) {
        events.normal(
            deployment.object(),
            SCALING,
            "Scaled %s replica set %s from %d to %d"
                .formatted(
                    size > set.replicas() ? "up" : "down", set.name(), set.replicas(), size));
      }
      return resized;
    }

    private ReplicaSetView replace(ReplicaSetView set, ApiObject updated) {
      ReplicaSetView view = new ReplicaSetView(updated);
      all.replaceAll(other -> other.name().equals(set.name()) ? view : other);
      newest = newest.map(n -> n.name().equals(set.name()) ? view : n);
      return view;
    }

    private void forgetOld() {
      for (ReplicaSetView set : Revisions.forgotten(deployment, old())) {
        client.delete(
            Kinds.REPLICA_SET,
            set.object().namespace(),
            set.name(),
            DeleteOptions.NONE.onlyUid(set.object().uid()));
      }
    }

    private RolloutStatus status() {
      return new RolloutStatus(deployment, all, newest, conditions, now);
    }

    void syncStatus() {
      write(status().numbers());
    }

    private void write(ApiObject updated) {
      ApiObject stored = deployments.find(Key.of(updated)).orElse(updated);
      if (!updated.equals(stored)) {
        client.updateStatus(updated);
      }
    }
  }
}
