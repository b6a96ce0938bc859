package dev.podium.resources.services;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Fills in what a client left out of an update because the server had chosen it, so that the same
/// manifest can be sent again.
///
/// Upstream: patchAllocatedValues in pkg/registry/core/service/storage/storage.go.
final class AllocatedValues {
  private AllocatedValues() {}

  static void carryOver(ObjectDraft spec, ServiceSpec old) {
    ServiceSpec service = new ServiceSpec(spec.freeze());
    if (!old.isExternalName() && !service.isExternalName()) {
      if (service.clusterIp().isEmpty() && !old.clusterIp().isEmpty()) {
        spec.set("clusterIP", old.clusterIp());
      }
      if (service.clusterIps().isEmpty() && !old.clusterIps().isEmpty()) {
        spec.set("clusterIPs", old.clusterIps());
      }
    }
    if (old.usesNodePorts() && service.usesNodePorts()) {
      nodePorts(spec, service, old);
    }
    if (old.needsHealthCheck() && service.needsHealthCheck()) {
      if (service.healthCheckNodePort() == 0 && old.healthCheckNodePort() != 0) {
        spec.set("healthCheckNodePort", old.healthCheckNodePort());
      }
    }
  }

  /// Ports are the same where their names are; a node port that another one asks for is not theirs.
  private static void nodePorts(ObjectDraft spec, ServiceSpec service, ServiceSpec old) {
    Map<String, Long> byName = new HashMap<>();
    for (JsonObject port : old.ports()) {
      byName.put(port.string("name"), port.integer("nodePort"));
    }
    Set<Long> used = new HashSet<>(service.nodePorts());
    used.retainAll(old.nodePorts());
    for (ObjectDraft port : spec.objects("ports")) {
      long known = byName.getOrDefault(port.string("name"), 0L);
      if (port.findLong("nodePort").orElse(0) == 0 && known != 0 && !used.contains(known)) {
        port.set("nodePort", known);
      }
    }
  }
}
