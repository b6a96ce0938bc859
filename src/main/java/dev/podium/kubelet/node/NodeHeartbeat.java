package dev.podium.kubelet.node;

import dev.podium.auth.UserInfo;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Registers the nodes once, then says of each every ten seconds that it lives.
///
/// A node that somebody deletes stays away, as with a kubelet that is not started anew. Upstream:
/// pkg/kubelet/kubelet_node_status.go, component-helpers/apimachinery/lease/controller.go.
public final class NodeHeartbeat implements Reconciler {
  private static final String LEASES = "kube-node-lease";
  private static final String POWER = "podium.dev/power";
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration REPORT = Duration.ofMinutes(5);

  private final ApiClient client;
  private final Clock clock;
  private final Informer nodes;
  private final Map<String, NodeSpec> fleet = new HashMap<>();
  private final Map<String, Instant> reported = new ConcurrentHashMap<>();

  private NodeHeartbeat(ControlLoops loops, ApiClient client, Clock clock, List<NodeSpec> fleet) {
    this.client = client;
    this.clock = clock;
    this.nodes = loops.informer(Kinds.NODE);
    fleet.forEach(node -> this.fleet.put(node.name(), node));
  }

  public static void register(
      ControlLoops loops, ApiClient client, Clock clock, List<NodeSpec> fleet) {
    NodeHeartbeat heartbeat = new NodeHeartbeat(loops, client, clock, fleet);
    Controller controller =
        loops
            .controller("kubelet-node", heartbeat)
            .on(
                heartbeat.nodes,
                delta ->
                    Stream.of(Key.of(delta.latest()))
                        .filter(key -> heartbeat.fleet.containsKey(key.name())));
    fleet.forEach(node -> controller.enqueue(new Key("", node.name())));
  }

  /// The API as one node's kubelet.
  public static ApiClient identity(ApiClient client, String node) {
    return client.as(
        UserInfo.of("system:node:" + node, "system:nodes", "system:authenticated"), "kubelet");
  }

  /// Whether somebody pulled the plug: the node then says and does nothing until the annotation is
  /// taken away, as a machine that has lost its power.
  public static boolean isOff(ApiObject node) {
    return node.annotation(POWER).orElse("").equals("off");
  }

  @Override
  public Outcome reconcile(Key key) {
    NodeSpec spec = fleet.get(key.name());
    if (spec == null) {
      return Outcome.DONE;
    }
    ApiClient kubelet = identity(client, spec.name());
    Instant now = clock.now();
    Optional<ApiObject> found = nodes.find(key);
    if (found.isEmpty()) {
      return reported.containsKey(spec.name()) ? Outcome.DONE : register(kubelet, spec, now);
    }
    if (isOff(found.get())) {
      return Outcome.DONE;
    }
    Instant last = reported.getOrDefault(spec.name(), Instant.EPOCH);
    if (!last.plus(REPORT).isAfter(now) || !NodeObject.isRight(found.get())) {
      reported.put(spec.name(), now);
      kubelet.updateStatus(Kinds.NODE, "", spec.name(), node -> NodeObject.report(node, now));
      EventRecorder events = recorder(kubelet, spec);
      for (String changed : NodeObject.changes(found.get())) {
        tellStatus(events, found.get(), changed);
      }
    }
    return renew(kubelet, found.get(), now);
  }

  private Outcome register(ApiClient kubelet, NodeSpec spec, Instant now) {
    EventRecorder events = recorder(kubelet, spec);
    ApiObject registered = kubelet.create(NodeObject.create(spec, now));
    ApiObject node = spec.isControlPlane() ? withRole(registered) : registered;
    reported.put(spec.name(), now);
    if (kubelet.serves(Kinds.CSI_NODE)) {
      kubelet.create(CsiNode.of(node));
    }
    events.normal(node, "Starting", "Starting kubelet.");
    NodeObject.changes(node.editStatus(status -> status.remove("conditions")))
        .forEach(changed -> tellStatus(events, node, changed));
    events.normal(node, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
    return renew(kubelet, node, now);
  }

  private EventRecorder recorder(ApiClient kubelet, NodeSpec spec) {
    return new EventRecorder(kubelet, clock, "kubelet", spec.name());
  }

  private static void tellStatus(EventRecorder events, ApiObject node, String changed) {
    events.normal(node, changed, "Node %s status is now: %s".formatted(node.name(), changed));
  }

  /// Kubelets may not give themselves a role.
  private ApiObject withRole(ApiObject node) {
    return client
        .as(UserInfo.of("kubernetes-admin", "system:masters", "system:authenticated"), "kubeadm")
        .update(Kinds.NODE, "", node.name(), NodeObject::ofControlPlane);
  }

  private Outcome renew(ApiClient kubelet, ApiObject node, Instant now) {
    if (!kubelet.serves(Kinds.LEASE)) {
      return Outcome.after(REPORT);
    }
    Optional<ApiObject> lease = kubelet.find(Kinds.LEASE, LEASES, node.name());
    Instant renewed =
        lease
            .flatMap(l -> l.spec().findString("renewTime"))
            .map(Timestamps::parseMicro)
            .orElse(Instant.EPOCH);
    Duration left = Duration.between(now, renewed.plus(RENEWAL));
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    try {
      if (lease.isEmpty()) {
        kubelet.create(lease(node, now));
      } else {
        kubelet.update(
            Kinds.LEASE,
            LEASES,
            node.name(),
            l -> l.editSpec(spec -> spec.set("renewTime", Timestamps.formatMicro(now))));
      }
    } catch (ApiException e) {
      return Outcome.after(RENEWAL);
    }
    return Outcome.after(RENEWAL);
  }

  /// How what belongs to a node refers to it.
  static JsonObject ownerReference(ApiObject node) {
    return OwnedObjects.controllerReference(node)
        .without("controller")
        .without("blockOwnerDeletion");
  }

  private static ApiObject lease(ApiObject node, Instant now) {
    return ApiObject.named(Kinds.LEASE, LEASES, node.name())
        .editMetadata(metadata -> metadata.set("ownerReferences", List.of(ownerReference(node))))
        .with(
            "spec",
            JsonObject.of(
                "holderIdentity", node.name(),
                "leaseDurationSeconds", 40,
                "renewTime", Timestamps.formatMicro(now)));
  }
}
