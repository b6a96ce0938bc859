package dev.podium.controllers.scheduler;

import dev.podium.auth.UserInfo;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.controllers.scheduler.Candidate.Placed;
import dev.podium.controllers.scheduler.Filters.Refusal;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.resources.pods.PodView;
import dev.podium.resources.pods.Resources;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventSeriesRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Gives each pod of `default-scheduler` a node, or says why there is none.
///
/// Upstream: pkg/scheduler/schedule_one.go. One pod at a time, over a view of the nodes that every
/// change of a pod or node keeps up to date.
public final class Scheduler implements Reconciler {
  private static final String NAME = "default-scheduler";
  private static final GroupVersionKind BINDING = new GroupVersionKind("", "v1", "Binding");

  private final ApiClient client;
  private final Clock clock;
  private final RandomGenerator random;
  private final Informer pods;
  private final VolumeCaches volumes;
  private final Informer namespaces;
  private final Informer budgets;
  private final EventSeriesRecorder events;
  private final ClusterView view = new ClusterView();
  private final Nominations nominations = new Nominations();

  /// Pods that found no node and wait for something to change.
  private final Set<Key> waiting = ConcurrentHashMap.newKeySet();

  /// Those of them whom another pod's going or coming may help (upstream: queueing hints).
  private final Set<Key> waitingForPods = ConcurrentHashMap.newKeySet();

  private Scheduler(ControlLoops loops, ApiClient client, Clock clock, RandomGenerator random) {
    this.client =
        client.as(UserInfo.of("system:kube-scheduler", "system:authenticated"), "kube-scheduler");
    this.clock = clock;
    this.random = random;
    this.pods = loops.informer(Kinds.POD);
    this.volumes = VolumeCaches.of(loops);
    this.namespaces = loops.informer(Kinds.NAMESPACE);
    this.budgets = loops.informer(Kinds.POD_DISRUPTION_BUDGET);
    this.events = new EventSeriesRecorder(this.client, clock, NAME, "control-plane");
  }

  public static void register(
      ControlLoops loops, ApiClient client, Clock clock, RandomGenerator random) {
    Scheduler scheduler = new Scheduler(loops, client, clock, random);
    loops
        .controller("scheduler", scheduler)
        .on(scheduler.pods, scheduler::podChanged)
        .on(loops.informer(Kinds.NODE), scheduler::nodeChanged)
        .reads(scheduler.namespaces)
        .reads(scheduler.budgets)
        .on(scheduler.volumes.claims(), _ -> scheduler.waitingForClaims())
        .on(scheduler.volumes.volumes(), _ -> scheduler.waitingForClaims())
        .on(scheduler.volumes.classes(), _ -> scheduler.waitingForClaims());
  }

  private Stream<Key> waitingForClaims() {
    return waiting.stream()
        .filter(key -> pods.find(key).flatMap(pod -> Claims.names(pod).findFirst()).isPresent());
  }

  private Stream<Key> podChanged(Delta delta) {
    view.podChanged(delta);
    nominations.podChanged(delta);
    ApiObject pod = delta.latest();
    if (delta.isDeletion()) {
      stopWaiting(Key.of(pod));
    }
    if (isMine(pod) && !delta.isDeletion()) {
      return wantsTheSame(delta) ? Stream.empty() : Stream.of(Key.of(pod));
    }
    return !waitingForPods.isEmpty() && mayHelpOthers(delta)
        ? waitingForPods.stream()
        : Stream.empty();
  }

  /// Whether a pod went, came to a node, ended, or is another than it was: not that it started,
  /// became ready or is about to go.
  private static boolean mayHelpOthers(Delta delta) {
    boolean changed =
        delta.states().map(Scheduler::wish).distinct().count() > 1
            || delta.states().map(pod -> PodView.of(pod).isFinished()).distinct().count() > 1
            || delta.states().map(Resources::requestedBy).distinct().count() > 1;
    return delta.before().isPresent() && (delta.isDeletion() || changed);
  }

  /// A pod that found no node is not looked at again only because that was noted in its status
  /// (isPodUpdated).
  private boolean wantsTheSame(Delta delta) {
    return waiting.contains(Key.of(delta.latest()))
        && delta.states().map(Scheduler::wish).distinct().count() == 1
        && delta.before().isPresent();
  }

  private static List<Object> wish(ApiObject pod) {
    return List.of(
        pod.spec(), pod.metadata().object("labels"), pod.metadata().object("annotations"));
  }

  /// Heartbeats change nothing for those who wait.
  private Stream<Key> nodeChanged(Delta delta) {
    view.nodeChanged(delta);
    boolean matters =
        delta.before().isEmpty()
            || delta.isDeletion()
            || !relevant(delta.before().get()).equals(relevant(delta.latest()));
    return matters ? waiting.stream() : Stream.empty();
  }

  private static List<Object> relevant(ApiObject node) {
    return List.of(
        node.spec(), node.metadata().object("labels"), node.status().object("allocatable"));
  }

  private static boolean isMine(ApiObject pod) {
    return pod.spec().string("nodeName").isEmpty()
        && pod.spec().string("schedulerName").equals(NAME)
        && pod.spec().array("schedulingGates").isEmpty()
        && PodView.of(pod).isActive();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = pods.find(key).filter(Scheduler::isMine);
    if (found.isEmpty()) {
      stopWaiting(key);
      return Outcome.DONE;
    }
    try {
      return schedule(found.get());
    } catch (ApiException e) {
      if (e.code() == 404) {
        return Outcome.DONE;
      }
      throw e;
    }
  }

  private Outcome schedule(ApiObject pod) {
    // Before anything is looked at, so that no change is missed.
    waiting.add(Key.of(pod));
    waitingForPods.add(Key.of(pod));
    List<Candidate> nodes = view.candidates();
    if (nodes.isEmpty()) {
      return fail(pod, Diagnosis.NO_NODES);
    }
    Claims claimed = Claims.of(pod, volumes);
    if (claimed.refusal().isPresent()) {
      waitingForPods.remove(Key.of(pod));
      return fail(pod, Diagnosis.ofPod(nodes.size(), claimed.refusal().get()));
    }
    Optional<Refusal> taken = claimed.taken(pod, nodes);
    Filters filters = new Filters(pod, nodes, this::labels);
    List<Candidate> fitting = new ArrayList<>();
    Map<Candidate, Refusal> refusals = new LinkedHashMap<>();
    for (Candidate plain : nodes) {
      Candidate node = nominations.reserved(plain, pod);
      filters
          .check(node)
          .or(() -> taken)
          .or(() -> claimed.check(node.node()))
          .ifPresentOrElse(refusal -> refusals.put(node, refusal), () -> fitting.add(node));
    }
    if (fitting.isEmpty()) {
      return preemptOrFail(pod, nodes, refusals);
    }
    Candidate best = Scores.best(pod, fitting, filters, random);
    if (claimed.waiting().isEmpty()) {
      return bind(pod, best.name());
    }
    // Looked at again when its claims are bound.
    claimed.settle(client, best.node());
    return Outcome.DONE;
  }

  private Outcome bind(ApiObject pod, String node) {
    ApiObject binding =
        ApiObject.named(BINDING, pod.namespace(), pod.name())
            .editMetadata(metadata -> metadata.set("uid", pod.uid()))
            .with("target", JsonObject.of("kind", "Node", "name", node));
    client.perform(Kinds.POD, "binding", pod.namespace(), pod.name(), binding);
    stopWaiting(Key.of(pod));
    events.normal(
        pod,
        "Scheduled",
        "Binding",
        "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node));
    return Outcome.DONE;
  }

  private void stopWaiting(Key key) {
    waiting.remove(key);
    waitingForPods.remove(key);
  }

  private Map<String, String> labels(String namespace) {
    return namespaces.find("", namespace).map(ApiObject::labels).orElse(Map.of());
  }

  private Preemption.Surroundings around(List<Candidate> nodes) {
    return new Preemption.Surroundings(nodes, this::labels, budgets.list(""));
  }

  private Outcome preemptOrFail(
      ApiObject pod, List<Candidate> nodes, Map<Candidate, Refusal> refusals) {
    if (!dependsOnPods(pod) && refusals.values().stream().allMatch(Refusal::hopeless)) {
      waitingForPods.remove(Key.of(pod));
    }
    Optional<String> ineligible = ineligible(pod, nodes);
    if (ineligible.isPresent()) {
      return fail(pod, Diagnosis.ineligible(refusals.values(), ineligible.get()));
    }
    Optional<Preemption> plan = Preemption.plan(pod, around(nodes), refusals);
    if (plan.isPresent()) {
      preempt(pod, plan.get());
      return fail(pod, Diagnosis.preempting(refusals.values()));
    }
    return fail(pod, Diagnosis.ofNodes(refusals.values()));
  }

  /// Why a pod may not take the place of others now (PodEligibleToPreemptOthers).
  private static Optional<String> ineligible(ApiObject pod, List<Candidate> nodes) {
    if (pod.spec().string("preemptionPolicy").equals("Never")) {
      return Optional.of("not eligible due to preemptionPolicy=Never.");
    }
    boolean underWay =
        nodes.stream()
            .filter(node -> node.name().equals(pod.status().string("nominatedNodeName")))
            .flatMap(node -> node.pods().stream())
            .anyMatch(placed ->
                placed.pod().isBeingDeleted()
                    && placed.priority() < pod.spec().integer("priority"));
    return underWay
        ? Optional.of("not eligible due to a terminating pod on the nominated node.")
        : Optional.empty();
  }

  private static boolean dependsOnPods(ApiObject pod) {
    return pod.spec().object("affinity").has("podAffinity")
        || !pod.spec().array("topologySpreadConstraints").isEmpty();
  }

  private void preempt(ApiObject pod, Preemption plan) {
    String node = plan.node().name();
    nominations.nominate(pod, node);
    for (Placed victim : plan.victims()) {
      evict(pod, victim.pod(), node);
    }
    updateStatus(pod, status -> status.with("nominatedNodeName", node));
  }

  private void evict(ApiObject pod, ApiObject victim, String node) {
    JsonObject condition =
        PodConditions.disruption(
            victim,
            "PreemptionByScheduler",
            NAME + ": preempting to accommodate a higher priority pod",
            clock.now());
    updateStatus(victim, status -> withCondition(status, condition));
    client.delete(
        Kinds.POD, victim.namespace(), victim.name(), DeleteOptions.NONE.onlyUid(victim.uid()));
    events.normal(
        victim,
        "Preempted",
        "Preempting",
        "Preempted by pod %s on node %s".formatted(pod.uid(), node));
  }

  private Outcome fail(ApiObject pod, String why) {
    events.warning(pod, "FailedScheduling", "Scheduling", why);
    JsonObject condition =
        PodConditions.transition("PodScheduled", "False", Timestamps.format(clock.now()))
            .with("observedGeneration", pod.generation().orElse(1))
            .with("reason", "Unschedulable")
            .with("message", why);
    boolean known =
        PodConditions.find(pod, "PodScheduled")
            .filter(c -> c.string("reason").equals("Unschedulable"))
            .filter(c -> c.string("message").equals(why))
            .filter(c -> c.integer("observedGeneration") == pod.generation().orElse(1))
            .isPresent();
    if (!known) {
      updateStatus(pod, status -> withCondition(status, condition));
    }
    return Outcome.DONE;
  }

  private void updateStatus(ApiObject pod, UnaryOperator<JsonObject> change) {
    client.updateStatus(
        Kinds.POD,
        pod.namespace(),
        pod.name(),
        current ->
            current.uid().equals(pod.uid())
                ? current.with("status", change.apply(current.status()))
                : current);
  }

  /// The status with a condition in place of the one of its type, whose time of transition stays
  /// where its status does.
  private static JsonObject withCondition(JsonObject status, JsonObject condition) {
    List<JsonObject> conditions = new ArrayList<>(status.objects("conditions"));
    Optional<JsonObject> known =
        conditions.stream()
            .filter(c -> c.string("type").equals(condition.string("type")))
            .findFirst();
    boolean same =
        known.filter(c -> c.string("status").equals(condition.string("status"))).isPresent();
    JsonObject placed =
        same
            ? condition.with("lastTransitionTime", known.orElseThrow().string("lastTransitionTime"))
            : condition;
    known.ifPresent(conditions::remove);
    conditions.add(placed);
    return status.with("conditions", conditions);
  }
}
