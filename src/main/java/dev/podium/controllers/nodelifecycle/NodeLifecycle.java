package dev.podium.controllers.nodelifecycle;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.resources.pods.PodConditions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Watches over nodes: taints them by their conditions, and where a kubelet falls silent, says that
/// nothing is known of the node and that its pods are not ready.
///
/// Upstream: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
public final class NodeLifecycle implements Reconciler {
  private static final String LEASES = "kube-node-lease";

  private final ApiClient client;
  private final Clock clock;
  private final Informer nodes;
  private final Function<String, List<ApiObject>> podsOfNode;
  private final EventRecorder events;

  /// What was last seen of each node's being ready.
  private final Map<String, String> ready = new ConcurrentHashMap<>();

  private NodeLifecycle(ControlLoops loops, ApiClient client, Clock clock) {
    this.client = client.asController("node-controller");
    this.clock = clock;
    this.nodes = loops.informer(Kinds.NODE);
    this.podsOfNode = loops.informer(Kinds.POD).indexedBy("spec", "nodeName");
    this.events = new EventRecorder(this.client, clock, "node-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    NodeLifecycle lifecycle = new NodeLifecycle(loops, client, clock);
    loops
        .controller("node-lifecycle", lifecycle)
        .on(lifecycle.nodes)
        .reads(loops.informer(Kinds.POD));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = nodes.find(key);
    if (found.isEmpty()) {
      ready.remove(key.name());
      return Outcome.DONE;
    }
    ApiObject node = found.get();
    Instant now = clock.now();
    if (!ready.containsKey(node.name())) {
      events.normal(
          node,
          "RegisteredNode",
          "Node " + node.name() + " event: Registered Node " + node.name() + " in Controller");
    }
    Instant end = NodeHealth.patience(node, renewed(node));
    if (!end.isAfter(now)) {
      node = report(node, NodeHealth.lost(node, now));
    }
    noteReady(node, now);
    ApiObject tainted = NodeTaints.apply(node, now);
    if (tainted != node) {
      client.update(tainted);
    }
    return end.isAfter(now) ? Outcome.after(Duration.between(now, end)) : Outcome.DONE;
  }

  private Optional<Instant> renewed(ApiObject node) {
    return client.serves(Kinds.LEASE)
        ? client
            .find(Kinds.LEASE, LEASES, node.name())
            .flatMap(lease -> lease.spec().findString("renewTime"))
            .map(Timestamps::parseMicro)
        : Optional.of(clock.now());
  }

  private ApiObject report(ApiObject node, ApiObject lost) {
    return lost == node ? node : client.updateStatus(lost);
  }

  private void noteReady(ApiObject node, Instant now) {
    String status =
        NodeHealth.condition(node, "Ready").map(c -> c.string("status")).orElse("absent");
    String before = ready.put(node.name(), status);
    if ("True".equals(before) && !status.equals("True")) {
      events.normal(node, "NodeNotReady", "Node " + node.name() + " status is now: NodeNotReady");
      podsOfNode.apply(node.name()).forEach(pod -> markNotReady(pod, now));
    }
  }

  private void markNotReady(ApiObject pod, Instant now) {
    if (!PodConditions.holds(pod, "Ready")) {
      return;
    }
    try {
      client.updateStatus(
          Kinds.POD,
          pod.namespace(),
          pod.name(),
          current ->
              current.editStatus(status ->
                  status.set(
                      "conditions",
                      current.status().objects("conditions").stream()
                          .map(condition -> notReady(condition, now))
                          .toList())));
      events.warning(pod, "NodeNotReady", "Node is not ready");
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  private static JsonObject notReady(JsonObject condition, Instant now) {
    return condition.string("type").equals("Ready")
        ? condition.with("status", "False").with("lastTransitionTime", Timestamps.format(now))
        : condition;
  }
}
