package dev.podium.resources.services;

import dev.podium.object.ObjectDraft;

/// Upstream: SetDefaults_Service in pkg/apis/core/v1/defaults.go.
final class ServiceDefaults {
  private static final int AFFINITY_SECONDS = 10800;

  private ServiceDefaults() {}

  static void apply(ObjectDraft service) {
    ObjectDraft spec = service.object("spec");
    spec.setDefaultString("sessionAffinity", "None");
    switch (spec.string("sessionAffinity")) {
      case "None" -> spec.remove("sessionAffinityConfig");
      case "ClientIP" ->
          spec.object("sessionAffinityConfig", "clientIP")
              .setDefault("timeoutSeconds", AFFINITY_SECONDS);
      default -> {}
    }
    spec.setDefaultString("type", "ClusterIP");
    spec.objects("ports").forEach(ServiceDefaults::port);
    ServiceSpec view = new ServiceSpec(spec.freeze());
    if (view.isExternallyAccessible()) {
      spec.setDefaultString("externalTrafficPolicy", "Cluster");
    }
    if (view.isClusterIp() || view.usesNodePorts()) {
      spec.setDefault("internalTrafficPolicy", "Cluster");
    }
    if (view.isLoadBalancer()) {
      spec.setDefault("allocateLoadBalancerNodePorts", true);
      service
          .findObject("status", "loadBalancer")
          .ifPresent(status -> status.objects("ingress").forEach(ServiceDefaults::ingress));
    }
    service.object("status").object("loadBalancer");
  }

  private static void port(ObjectDraft port) {
    port.setDefaultString("protocol", "TCP");
    Object target = port.get("targetPort");
    if (target == null || target.equals(0L) || target.equals("")) {
      port.set("targetPort", port.findLong("port").orElse(0));
    }
  }

  private static void ingress(ObjectDraft ingress) {
    if (!ingress.string("ip").isEmpty()) {
      ingress.setDefault("ipMode", "VIP");
    }
  }
}
