package dev.podium.controllers.tainteviction;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodConditions;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Deletes pods from nodes with a `NoExecute` taint, at once or when their toleration ends.
///
/// Upstream: pkg/controller/tainteviction/taint_eviction.go.
public final class TaintEviction implements Reconciler {
  private final ApiClient client;
  private final Clock clock;
  private final Informer nodes;
  private final Informer pods;
  private final Function<String, List<ApiObject>> podsOfNode;
  private final EventRecorder events;

  /// Pods whose time on their nodes is running out. As upstream's, not known to the next process.
  private final Map<Key, Mark> marked = new ConcurrentHashMap<>();

  private record Mark(String uid, Instant since) {}

  private TaintEviction(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("node-controller");
    this.clock = clock;
    this.nodes = loops.informer(Kinds.NODE);
    this.pods = loops.informer(Kinds.POD);
    this.podsOfNode = pods.indexedBy("spec", "nodeName");
    this.events = new EventRecorder(this.client, clock, "taint-eviction-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    TaintEviction eviction = new TaintEviction(loops, client, clock);
    loops
        .controller("taint-eviction", eviction)
        .on(eviction.pods, eviction::whereTainted)
        .on(eviction.nodes, eviction::podsOf);
  }

  /// Most nodes have no such taint, and then nobody need look at their pods.
  private Stream<Key> whereTainted(Delta delta) {
    return nodes
        .find("", delta.latest().spec().string("nodeName"))
        .filter(node -> !taints(node).isEmpty() || marked.containsKey(Key.of(delta.latest())))
        .map(_ -> Key.of(delta.latest()))
        .stream();
  }

  private Stream<Key> podsOf(Delta delta) {
    boolean same =
        delta.states().map(TaintEviction::taints).distinct().count() < 2
            && delta.states().count() == 2;
    return same ? Stream.empty() : podsOfNode.apply(delta.latest().name()).stream().map(Key::of);
  }

  private static List<JsonObject> taints(ApiObject node) {
    return node.spec().objects("taints").stream()
        .filter(taint -> taint.string("effect").equals("NoExecute"))
        .toList();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = pods.find(key).filter(pod -> !pod.isBeingDeleted());
    if (found.isEmpty()) {
      marked.remove(key);
      return Outcome.DONE;
    }
    ApiObject pod = found.get();
    List<JsonObject> taints =
        nodes.find("", pod.spec().string("nodeName")).map(TaintEviction::taints).orElse(List.of());
    return switch (Tolerance.of(taints, pod.spec().objects("tolerations"))) {
      case Tolerance.Forever _ -> {
        spare(key, pod);
        yield Outcome.DONE;
      }
      case Tolerance.For(Duration length) -> evictAfter(length, key, pod);
    };
  }

  private Outcome evictAfter(Duration length, Key key, ApiObject pod) {
    Instant now = clock.now();
    Mark mark =
        marked.compute(
            key,
            (_, known) ->
                known != null && known.uid.equals(pod.uid()) ? known : new Mark(pod.uid(), now));
    Instant end = mark.since.plus(length);
    if (end.isAfter(now)) {
      return Outcome.after(Duration.between(now, end));
    }
    marked.remove(key);
    evict(pod, now);
    return Outcome.DONE;
  }

  /// The taint is gone in time.
  private void spare(Key key, ApiObject pod) {
    Mark mark = marked.remove(key);
    if (mark != null && mark.uid.equals(pod.uid())) {
      events.normal(
          pod,
          "TaintManagerEviction",
          "Cancelling deletion of Pod " + pod.namespace() + "/" + pod.name());
    }
  }

  private void evict(ApiObject pod, Instant now) {
    events.normal(
        pod,
        "TaintManagerEviction",
        "Marking for deletion Pod " + pod.namespace() + "/" + pod.name());
    try {
      client.updateStatus(
          Kinds.POD, pod.namespace(), pod.name(), current -> withCondition(current, now));
      client.delete(Kinds.POD, pod.namespace(), pod.name(), DeleteOptions.NONE.onlyUid(pod.uid()));
    } catch (ApiException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
    }
  }

  private static ApiObject withCondition(ApiObject pod, Instant now) {
    return pod.editStatus(status -> {
      List<JsonObject> conditions = new ArrayList<>();
      JsonObject disruption =
          PodConditions.disruption(
              pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now);
      conditions.add(disruption);
      pod.status().objects("conditions").stream()
          .filter(condition -> !condition.string("type").equals(disruption.string("type")))
          .forEach(conditions::add);
      status.set("conditions", conditions);
    });
  }
}
