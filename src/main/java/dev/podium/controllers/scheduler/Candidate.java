package dev.podium.controllers.scheduler;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
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
      return pod.spec().has("affinity");
    }

    long priority() {
      return pod.spec().integer("priority");
    }
  }

  /// A port of the node that a container takes.
  record HostPort(String address, String protocol, long port) {
    static Set<HostPort> of(ApiObject pod) {
      Set<HostPort> ports = new HashSet<>();
      for (JsonObject container : pod.spec().objects("containers")) {
        for (JsonObject port : container.objects("ports")) {
          long number = port.integer("hostPort");
          if (number > 0) {
            String address = port.string("hostIP");
            ports.add(
                new HostPort(
                    address.isEmpty() ? "0.0.0.0" : address, port.string("protocol"), number));
          }
        }
      }
      return ports;
    }

    boolean conflictsWith(HostPort other) {
      return port == other.port
          && protocol.equals(other.protocol)
          && (address.equals(other.address)
              || address.equals("0.0.0.0")
              || other.address.equals("0.0.0.0"));
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
