package dev.podium.controllers.resourcequota;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import dev.podium.usage.Amounts;
import dev.podium.usage.QuotaUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Counts anew what a namespace uses, when a quota changes and when something is gone.
///
/// Admission charges for what is about to be made, and that is not there yet while it is counted
/// here. So a count that is lower than the charge is written only when it has stood for a moment
/// with no further charge.
///
/// Upstream: pkg/controller/resourcequota.
public final class QuotaController implements Reconciler {
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Duration RESYNC = Duration.ofMinutes(5);

  private final ApiClient client;
  private final Clock clock;
  private final ControlLoops loops;
  private final Informer quotas;
  private final Function<String, List<ApiObject>> byNamespace;
  private final Controller controller;
  private final Map<GroupVersionKind, Informer> counted = new HashMap<>();
  private final Map<Key, ApiObject> lower = new HashMap<>();

  private QuotaController(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("resourcequota-controller");
    this.clock = clock;
    this.loops = loops;
    this.quotas = loops.informer(Kinds.RESOURCE_QUOTA);
    this.byNamespace = quotas.indexed("namespace", quota -> List.of(quota.namespace()));
    this.controller = loops.controller("resourcequota", this);
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    QuotaController sync = new QuotaController(loops, client, clock);
    sync.controller.on(
        sync.quotas,
        delta -> sync.limitsChanged(delta) ? Stream.of(Key.of(delta.latest())) : Stream.empty());
  }

  private boolean limitsChanged(Delta delta) {
    ApiObject quota = delta.latest();
    return !quota.spec().object("hard").equals(quota.status().object("hard"));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = quotas.find(key);
    if (found.isEmpty()) {
      lower.remove(key);
      return Outcome.DONE;
    }
    ApiObject quota = found.get();
    Map<String, Quantity> used = Amounts.of(quota.status(), "used");
    Map<String, Quantity> before = Map.copyOf(used);
    used.putAll(count(quota));
    used.keySet().retainAll(quota.spec().object("hard").keys());
    boolean falls =
        used.entrySet().stream()
            .anyMatch(entry ->
                entry.getValue().compareTo(before.getOrDefault(entry.getKey(), entry.getValue()))
                    < 0);
    ApiObject counted =
        quota.editStatus(status -> {
          status.set("hard", quota.spec().object("hard"));
          status.set("used", JsonObject.of(texts(used)));
        });
    if (falls && !counted.equals(lower.put(key, counted))) {
      return Outcome.after(MOMENT);
    }
    lower.remove(key);
    if (counted != quota) {
      client.updateStatus(counted);
    }
    return Outcome.after(RESYNC);
  }

  private static Map<String, String> texts(Map<String, Quantity> amounts) {
    Map<String, String> texts = new TreeMap<>();
    amounts.forEach((name, quantity) -> texts.put(name, quantity.toString()));
    return texts;
  }

  /// What the objects of every resource that the quota names use together.
  private Map<String, Quantity> count(ApiObject quota) {
    Set<String> names = Set.copyOf(quota.spec().object("hard").keys());
    Map<String, Quantity> total = new TreeMap<>();
    for (ResourceDefinition definition : preferred(names)) {
      QuotaUsage counting = QuotaUsage.of(definition.resource());
      Set<String> own = counting.counted(names);
      own.forEach(name -> total.put(name, Quantity.ZERO));
      for (ApiObject object : cache(definition).list(quota.namespace())) {
        if (counting.isInScope(quota.spec(), object)) {
          counting
              .usage(object, clock.now())
              .forEach((name, more) ->
                  total.computeIfPresent(
                      name, (_, sum) -> own.contains(name) ? sum.plus(more) : sum));
        }
      }
    }
    return total;
  }

  /// One version of each resource that counts for any of the names.
  private List<ResourceDefinition> preferred(Set<String> names) {
    Map<String, ResourceDefinition> found = new TreeMap<>();
    for (ResourceDefinition definition : client.served()) {
      if (definition.namespaced()
          && definition.verbs().contains(Verb.WATCH)
          && !QuotaUsage.of(definition.resource()).counted(names).isEmpty()) {
        found.putIfAbsent(definition.resource().toString(), definition);
      }
    }
    return new ArrayList<>(found.values());
  }

  private Informer cache(ResourceDefinition definition) {
    Informer informer = loops.informer(definition.kind());
    if (informer != counted.put(definition.kind(), informer)) {
      QuotaUsage counting = QuotaUsage.of(definition.resource());
      informer.listen(delta -> replenish(delta, counting));
    }
    informer.refresh();
    return informer;
  }

  /// What is gone, or uses something else than before, has the quotas of its namespace counted.
  private void replenish(Delta delta, QuotaUsage counting) {
    List<Map<String, Quantity>> usages =
        delta.states().map(state -> counting.usage(state, clock.now())).distinct().toList();
    if (delta.isDeletion() || usages.size() > 1) {
      byNamespace
          .apply(delta.latest().namespace())
          .forEach(quota -> controller.enqueue(Key.of(quota)));
    }
  }
}
