package dev.podium.controllers.tainteviction;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.registry.DeleteOptions;
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
import java.util.Optional;
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
        .filter(node -> !taints(node).isEmpty())
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
    Optional<ApiObject> node = found.flatMap(pod -> nodes.find("", pod.spec().string("nodeName")));
    if (found.isEmpty() || node.isEmpty() || taints(node.get()).isEmpty()) {
      return Outcome.DONE;
    }
    Instant now = clock.now();
    return switch (Tolerance.of(
        taints(node.get()), found.get().spec().objects("tolerations"), now)) {
      case Tolerance.Forever _ -> Outcome.DONE;
      case Tolerance.Until(Instant end) -> {
        if (end.isAfter(now)) {
          yield Outcome.after(Duration.between(now, end));
        }
        evict(found.get(), now);
        yield Outcome.DONE;
      }
    };
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
      conditions.add(
          JsonObject.of(
              "type",
              "DisruptionTarget",
              "status",
              "True",
              "observedGeneration",
              pod.generation().orElse(1),
              "lastProbeTime",
              JsonNull.NULL,
              "lastTransitionTime",
              Timestamps.format(now),
              "reason",
              "DeletionByTaintManager",
              "message",
              "Taint manager: deleting due to NoExecute taint"));
      pod.status().objects("conditions").stream()
          .filter(condition -> !condition.string("type").equals("DisruptionTarget"))
          .forEach(conditions::add);
      status.set("conditions", conditions);
    });
  }
}
