package dev.podium.controllers.disruption;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Keeps the status of PodDisruptionBudgets, by which evictions are let through.
///
/// Upstream: pkg/controller/disruption/disruption.go.
public final class DisruptionController implements Reconciler {
  /// A pod whose eviction was let through counts as gone for so long, though it may still be there.
  private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

  private static final List<GroupVersionKind> SCALED =
      List.of(
          Kinds.REPLICATION_CONTROLLER, Kinds.REPLICA_SET, Kinds.STATEFUL_SET, Kinds.DEPLOYMENT);

  private final ApiClient client;
  private final Clock clock;
  private final Informer budgets;
  private final Informer pods;
  private final Map<String, Informer> owners = new LinkedHashMap<>();
  private final Function<String, List<ApiObject>> byNamespace;
  private final EventRecorder events;

  private DisruptionController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("disruption-controller");
    this.clock = clock;
    this.budgets = loops.informer(Kinds.POD_DISRUPTION_BUDGET);
    this.pods = loops.informer(Kinds.POD);
    this.byNamespace = budgets.indexed("namespace", budget -> List.of(budget.namespace()));
    this.events = new EventRecorder(this.client, clock, "controllermanager", "");
    SCALED.forEach(kind -> owners.put(kind.kind(), loops.informer(kind)));
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    DisruptionController sync = new DisruptionController(loops, client, clock);
    var controller =
        loops
            .controller("disruption", sync)
            .unhurried()
            .on(sync.budgets)
            .on(sync.pods, sync::budgetsOf);
    // A changed scale changes what is expected of every budget of the namespace.
    sync.owners
        .values()
        .forEach(informer ->
            controller.on(
                informer,
                delta -> sync.byNamespace.apply(delta.latest().namespace()).stream().map(Key::of)));
  }

  private Stream<Key> budgetsOf(Delta delta) {
    return byNamespace.apply(delta.latest().namespace()).stream()
        .filter(budget -> delta.states().anyMatch(selector(budget)::matches))
        .map(Key::of);
  }

  private static LabelSelector selector(ApiObject budget) {
    return LabelSelector.ofJson(budget.spec().findObject("selector"));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = budgets.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject budget = found.get();
    List<PodView> meant =
        pods.select(key.namespace(), selector(budget)).stream().map(PodView::of).toList();
    if (meant.isEmpty()) {
      events.normal(budget, "NoPods", "No matching pods found");
    }
    Instant now = clock.now();
    JsonObject evicted = stillEvicted(budget, meant, now);
    try {
      Expectation expectation = expectation(budget, meant);
      long healthy =
          meant.stream()
              .filter(pod -> pod.isReady() && pod.isActive() && !evicted.has(pod.name()))
              .count();
      write(budget, Budget.of(expectation, healthy), evicted, now);
    } catch (NoScale e) {
      events.warning(
          budget,
          "CalculateExpectedPodCountFailed",
          "Failed to calculate the number of expected pods: " + e.getMessage());
      fail(budget, String.valueOf(e.getMessage()), now);
    }
    return evicted.isEmpty() ? Outcome.DONE : Outcome.after(DELETION_TIMEOUT);
  }

  /// Upstream: buildDisruptedPodMap.
  private static JsonObject stillEvicted(ApiObject budget, List<PodView> meant, Instant now) {
    Set<String> present = new HashSet<>();
    meant.stream().filter(pod -> !pod.isTerminating()).forEach(pod -> present.add(pod.name()));
    JsonObject before = budget.status().object("disruptedPods");
    JsonObject after = before;
    for (String pod : before.keys()) {
      Instant since = Timestamps.parse(before.string(pod));
      if (!present.contains(pod) || since.plus(DELETION_TIMEOUT).isBefore(now)) {
        after = after.without(pod);
      }
    }
    return after;
  }

  /// How many pods there should be, and how many of them healthy (getExpectedPodCount).
  private Expectation expectation(ApiObject budget, List<PodView> meant) {
    Optional<Object> unavailable = budget.spec().find("maxUnavailable");
    if (unavailable.isPresent()) {
      long expected = scale(meant);
      return new Expectation(expected, Math.max(0, expected - scaled(unavailable.get(), expected)));
    }
    Object available = budget.spec().find("minAvailable").orElse(0L);
    if (available instanceof Long number) {
      return new Expectation(meant.size(), number);
    }
    long expected = scale(meant);
    return new Expectation(expected, scaled(available, expected));
  }

  private static long scaled(Object value, long of) {
    return value instanceof Long number
        ? number
        : Math.ceilDiv(Long.parseLong(value.toString().replace("%", "")) * of, 100L);
  }

  /// The sizes of all that controls the pods (getExpectedScale).
  private long scale(List<PodView> meant) {
    Map<String, Long> scales = new LinkedHashMap<>();
    for (PodView pod : meant) {
      ApiObject owner =
          owner(pod.object())
              .orElseThrow(
                  () -> new NoScale("found no controllers for pod \"" + pod.name() + "\""));
      OptionalLong replicas = owner.spec().findLong("replicas");
      scales.put(owner.uid(), replicas.orElse(1));
    }
    return scales.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The Deployment of a pod's ReplicaSet, or what controls the pod itself.
  private Optional<ApiObject> owner(ApiObject object) {
    Optional<ApiObject> owner =
        object
            .controllerReference()
            .flatMap(reference ->
                Optional.ofNullable(owners.get(reference.string("kind")))
                    .flatMap(
                        informer -> informer.find(object.namespace(), reference.string("name")))
                    .filter(o -> o.uid().equals(reference.string("uid"))));
    return owner.flatMap(this::owner).or(() -> owner);
  }

  private void write(ApiObject budget, Budget numbers, JsonObject evicted, Instant now) {
    boolean allowed = numbers.disruptionsAllowed() > 0;
    ApiObject updated =
        budget.editStatus(status -> {
          status
              .set("disruptionsAllowed", numbers.disruptionsAllowed())
              .set("currentHealthy", numbers.currentHealthy())
              .set("desiredHealthy", numbers.desiredHealthy())
              .set("expectedPods", numbers.expectedPods());
          budget.generation().ifPresent(g -> status.set("observedGeneration", g));
          if (evicted.isEmpty()) {
            status.remove("disruptedPods");
          } else {
            status.set("disruptedPods", evicted);
          }
          status.set(
              "conditions",
              conditions(
                  budget,
                  allowed ? "True" : "False",
                  allowed ? "SufficientPods" : "InsufficientPods",
                  "",
                  now));
        });
    if (updated != budget) {
      client.updateStatus(updated);
    }
  }

  /// Nothing is let through where it is not known what there should be (failSafe).
  private void fail(ApiObject budget, String why, Instant now) {
    ApiObject updated =
        budget.editStatus(status -> {
          status.set("disruptionsAllowed", 0);
          status.setDefault("currentHealthy", 0);
          status.setDefault("desiredHealthy", 0);
          status.setDefault("expectedPods", 0);
          budget.generation().ifPresent(g -> status.set("observedGeneration", g));
          status.set("conditions", conditions(budget, "False", "SyncFailed", why, now));
        });
    if (updated != budget) {
      client.updateStatus(updated);
    }
  }

  private static List<JsonObject> conditions(
      ApiObject budget, String status, String reason, String message, Instant now) {
    Optional<JsonObject> known =
        budget.status().objects("conditions").stream()
            .filter(c -> c.string("type").equals("DisruptionAllowed"))
            .findFirst();
    String since =
        known
            .filter(c -> c.string("status").equals(status))
            .map(c -> c.string("lastTransitionTime"))
            .orElseGet(() -> Timestamps.format(now));
    return List.of(
        JsonObject.of(
            "type",
            "DisruptionAllowed",
            "status",
            status,
            "observedGeneration",
            budget.generation().isPresent() ? budget.generation().getAsLong() : JsonNull.NULL,
            "lastTransitionTime",
            since,
            "reason",
            reason,
            "message",
            message));
  }

  /// What a budget asks for.
  record Expectation(long pods, long healthy) {}

  /// The numbers of a budget's status.
  record Budget(
      long disruptionsAllowed, long currentHealthy, long desiredHealthy, long expectedPods) {
    static Budget of(Expectation expectation, long healthy) {
      long spare = healthy - expectation.healthy();
      return new Budget(
          expectation.pods() <= 0 || spare <= 0 ? 0 : spare,
          healthy,
          expectation.healthy(),
          expectation.pods());
    }
  }

  /// A pod has nobody to say how many of it there should be.
  private static final class NoScale extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoScale(String message) {
      super(message);
    }
  }
}
