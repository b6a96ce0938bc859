package dev.podium.resources.services;

import dev.podium.object.ObjectDraft;
import java.util.List;

/// Keeps `clusterIP` and `clusterIPs` in step for clients that know only the first of them.
///
/// Upstream: normalizeClusterIPs in pkg/registry/core/service/storage/storage.go.
final class LinkedAddresses {
  private LinkedAddresses() {}

  static void onCreate(ObjectDraft spec) {
    ServiceSpec service = new ServiceSpec(spec.freeze());
    if (!service.clusterIp().isEmpty() && service.clusterIps().isEmpty()) {
      spec.set("clusterIPs", List.of(service.clusterIp()));
    }
  }

  static void onUpdate(ObjectDraft spec, ServiceSpec old) {
    ServiceSpec service = new ServiceSpec(spec.freeze());
    boolean sameFirst = old.clusterIp().equals(service.clusterIp());
    boolean sameList = old.clusterIps().equals(service.clusterIps());
    if (sameFirst) {
      if (!old.clusterIps().isEmpty() && service.clusterIps().isEmpty()) {
        spec.set("clusterIPs", old.clusterIps());
      }
    } else if (sameList && service.clusterIp().isEmpty()) {
      spec.remove("clusterIPs");
    } else if (sameList) {
      spec.set("clusterIPs", List.of(service.clusterIp()));
    }
  }
}
