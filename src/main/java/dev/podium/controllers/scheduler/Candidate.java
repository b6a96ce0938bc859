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
/// @param pods those bound to it that still take room
/// @param used what they request together
record Candidate(ApiObject node, List<Placed> pods, Resources used) {
  /// A pod on a node, with what the scheduler asks of it again and again worked out once.
  record Placed(ApiObject pod, Resources requests, Set<HostPort> ports) {
    static Placed of(ApiObject pod) {
      return new Placed(pod, Resources.requestedBy(pod), HostPort.of(pod));
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

  Resources allocatable() {
    return Resources.of(node.status().object("allocatable"));
  }

  List<JsonObject> taints() {
    return node.spec().objects("taints");
  }

  Candidate with(Placed placed) {
    List<Placed> more = new ArrayList<>(pods);
    more.add(placed);
    return new Candidate(node, more, used.plus(placed.requests));
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
    return new Candidate(node, fewer, less);
  }

  Candidate with(ApiObject changedNode) {
    return new Candidate(changedNode, pods, used);
  }
}
