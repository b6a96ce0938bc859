package dev.podium.resources.services;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.WriteContext;

/// Clears what a Service no longer needs after a change of its type, where the client did not touch
/// it.
///
/// Upstream: dropTypeDependentFields in pkg/registry/core/service/strategy.go.
final class TypeChange {
  private TypeChange() {}

  static void apply(ObjectDraft service, ApiObject oldService, WriteContext context) {
    ObjectDraft draft = service.object("spec");
    ServiceSpec spec = new ServiceSpec(draft.freeze());
    ServiceSpec old = ServiceSpec.of(oldService);
    if (!old.isExternalName() && spec.isExternalName()) {
      dropAddresses(draft, spec, old);
      dropSame(draft, spec, old, "internalTrafficPolicy");
    }
    if (old.usesNodePorts()
        && !spec.usesNodePorts()
        && old.nodePorts().containsAll(spec.nodePorts())) {
      draft.objects("ports").forEach(port -> port.remove("nodePort"));
    }
    if (old.needsHealthCheck() && !spec.needsHealthCheck()) {
      dropSame(draft, spec, old, "healthCheckNodePort");
    }
    if (old.isLoadBalancer() && !spec.isLoadBalancer()) {
      dropSame(draft, spec, old, "allocateLoadBalancerNodePorts");
      dropSame(draft, spec, old, "loadBalancerClass");
    }
    if (old.isExternallyAccessible() && !spec.isExternallyAccessible()) {
      dropSame(draft, spec, old, "externalTrafficPolicy");
    }
    if (!spec.isLoadBalancer()) {
      service.object("status").set("loadBalancer", JsonObject.EMPTY);
    }
  }

  private static void dropAddresses(ObjectDraft draft, ServiceSpec spec, ServiceSpec old) {
    if (spec.clusterIp().equals(old.clusterIp()) && spec.clusterIps().equals(old.clusterIps())) {
      draft.remove("clusterIP").remove("clusterIPs");
    }
    dropSame(draft, spec, old, "ipFamilies");
    dropSame(draft, spec, old, "ipFamilyPolicy");
  }

  private static void dropSame(ObjectDraft draft, ServiceSpec spec, ServiceSpec old, String field) {
    if (spec.json().find(field).equals(old.json().find(field))) {
      draft.remove(field);
    }
  }
}
