package dev.podium.controllers.podgc;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Deletes the pods of nodes that are gone, and those that were to be deleted before they had a
/// node.
///
/// Upstream: pkg/controller/podgc/gc_controller.go. That too many finished pods are deleted as well
/// (12,500) is left out.
public final class PodGarbageCollector implements Reconciler {
  /// A node may be gone only for a moment.
  private static final Duration QUARANTINE = Duration.ofSeconds(40);

  private final ApiClient client;
  private final Clock clock;
  private final Informer nodes;
  private final Informer pods;
  private final Function<String, List<ApiObject>> podsOfNode;
  private final Map<String, Instant> missing = new ConcurrentHashMap<>();

  private PodGarbageCollector(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("pod-garbage-collector");
    this.clock = clock;
    this.nodes = loops.informer(Kinds.NODE);
    this.pods = loops.informer(Kinds.POD);
    this.podsOfNode = pods.indexedBy("spec", "nodeName");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    PodGarbageCollector collector = new PodGarbageCollector(loops, client, clock);
    loops
        .controller("pod-garbage-collector", collector)
        .on(collector.pods, collector::suspect)
        .on(
            collector.nodes,
            delta ->
                delta.isDeletion()
                    ? collector.podsOfNode.apply(delta.latest().name()).stream().map(Key::of)
                    : Stream.empty());
  }

  private Stream<Key> suspect(Delta delta) {
    ApiObject pod = delta.latest();
    String node = pod.spec().string("nodeName");
    boolean suspect = node.isEmpty() ? pod.isBeingDeleted() : nodes.find("", node).isEmpty();
    return suspect && !delta.isDeletion() ? Stream.of(Key.of(pod)) : Stream.empty();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = pods.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject pod = found.get();
    String node = pod.spec().string("nodeName");
    Instant now = clock.now();
    if (node.isEmpty()) {
      if (pod.isBeingDeleted()) {
        remove(pod);
      }
      return Outcome.DONE;
    }
    if (nodes.find("", node).isPresent()) {
      missing.remove(node);
      return Outcome.DONE;
    }
    Instant end = missing.computeIfAbsent(node, _ -> now).plus(QUARANTINE);
    if (end.isAfter(now)) {
      return Outcome.after(Duration.between(now, end));
    }
    fail(pod, now);
    remove(pod);
    return Outcome.DONE;
  }

  private void fail(ApiObject pod, Instant now) {
    if (PodView.of(pod).isFinished()) {
      return;
    }
    ApiClient.unlessGone(() -> {
      client.updateStatus(
          Kinds.POD,
          pod.namespace(),
          pod.name(),
          current ->
              current.editStatus(status -> {
                List<JsonObject> conditions =
                    new ArrayList<>(current.status().objects("conditions"));
                conditions.addFirst(
                    PodConditions.disruption(
                        current, "DeletionByPodGC", "PodGC: node no longer exists", now));
                status.set("phase", "Failed").set("conditions", conditions);
              }));
    });
  }

  private void remove(ApiObject pod) {
    try {
      client.delete(
          Kinds.POD,
          pod.namespace(),
          pod.name(),
          DeleteOptions.withGracePeriod(0).onlyUid(pod.uid()));
    } catch (ApiException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
  }
}
