package dev.podium.controllers.scheduler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.HostPort;
import dev.podium.resources.pods.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A node and what is on it, as the scheduler sees it at one moment (upstream: NodeInfo).
///
/// @param allocatable what it has, read from its status once
/// @param pods those bound to it that still take room
/// @param attached those of them that care what is near them, which are few
/// @param used what they request together
record Candidate(
    ApiObject node,
    Resources allocatable,
    List<Placed> pods,
    List<Placed> attached,
    Resources used) {
  static Candidate empty(ApiObject node) {
    return new Candidate(node, allocatable(node), List.of(), List.of(), Resources.NONE);
  }

  private static Resources allocatable(ApiObject node) {
    return Resources.of(node.status().object("allocatable"));
  }

  /// A pod on a node, with what the scheduler asks of it again and again worked out once.
  record Placed(ApiObject pod, Resources requests, Set<HostPort> ports) {
    static Placed of(ApiObject pod) {
      return new Placed(pod, Resources.requestedBy(pod), HostPort.of(pod));
    }

    boolean isAttached() {
      return PodAffinity.concerns(pod);
    }

    long priority() {
      return pod.spec().integer("priority");
    }
  }

  String name() {
    return node.name();
  }

  Map<String, String> labels() {
    return node.labels();
  }

  List<JsonObject> taints() {
    return node.spec().objects("taints");
  }

  Candidate with(Placed placed) {
    return new Candidate(
        node,
        allocatable,
        plus(pods, placed),
        placed.isAttached() ? plus(attached, placed) : attached,
        used.plus(placed.requests));
  }

  private static List<Placed> plus(List<Placed> pods, Placed one) {
    List<Placed> more = new ArrayList<>(pods.size() + 1);
    more.addAll(pods);
    more.add(one);
    return more;
  }

  /// The pod as it is now, which takes the room that it took.
  Candidate with(int place, ApiObject pod) {
    Placed before = pods.get(place);
    Placed after = new Placed(pod, before.requests, before.ports);
    List<Placed> changed = new ArrayList<>(pods);
    changed.set(place, after);
    return new Candidate(
        node,
        allocatable,
        changed,
        before.isAttached()
            ? attached.stream().map(placed -> placed == before ? after : placed).toList()
            : attached,
        used);
  }

  /// Where a pod is among those on the node, or -1.
  int place(ApiObject pod) {
    for (int i = 0; i < pods.size(); i++) {
      if (pods.get(i).pod == pod) {
        return i;
      }
    }
    return -1;
  }

  Candidate without(String uid) {
    List<Placed> fewer = new ArrayList<>(pods.size());
    Resources less = used;
    for (Placed placed : pods) {
      if (placed.pod.uid().equals(uid)) {
        less = less.minus(placed.requests);
      } else {
        fewer.add(placed);
      }
    }
    List<Placed> stillAttached =
        attached.stream().filter(placed -> !placed.pod.uid().equals(uid)).toList();
    return new Candidate(node, allocatable, fewer, stillAttached, less);
  }

  Candidate with(ApiObject changedNode) {
    return new Candidate(changedNode, allocatable(changedNode), pods, attached, used);
  }
}
