package dev.podium.resources.services;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldPath;
import dev.podium.object.IpFormats;
import java.util.ArrayList;
import java.util.List;

/// What a Service is warned of. Upstream: GetWarningsForService in pkg/api/service/warnings.go.
final class ServiceWarnings {
  private static final String OLD_HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final FieldPath SPEC = FieldPath.of("spec");

  private ServiceWarnings() {}

  static List<String> of(ApiObject service) {
    List<String> warnings = new ArrayList<>();
    ServiceSpec spec = ServiceSpec.of(service);
    if (service.annotations().containsKey(OLD_HINTS)) {
      warnings.add(
          "annotation "
              + OLD_HINTS
              + " is deprecated, please use service.kubernetes.io/topology-mode instead");
    }
    if (!spec.isHeadless()) {
      addresses(spec.clusterIps(), SPEC.child("clusterIPs"), warnings);
    }
    ignored(spec, warnings);
    addresses(spec.externalIps(), SPEC.child("externalIPs"), warnings);
    String balancer = spec.json().string("loadBalancerIP");
    if (!balancer.isEmpty()) {
      warnings.addAll(IpFormats.ipWarnings(SPEC.child("loadBalancerIP"), balancer));
    }
    ranges(spec.json().strings("loadBalancerSourceRanges"), warnings);
    byType(spec, warnings);
    if (spec.json().string("trafficDistribution").equals("PreferClose")) {
      warnings.add(
          "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
    return warnings;
  }

  private static void addresses(List<String> addresses, FieldPath path, List<String> warnings) {
    for (int i = 0; i < addresses.size(); i++) {
      warnings.addAll(IpFormats.ipWarnings(path.index(i), addresses.get(i)));
    }
  }

  private static void ranges(List<String> ranges, List<String> warnings) {
    for (int i = 0; i < ranges.size(); i++) {
      FieldPath path = SPEC.child("loadBalancerSourceRanges").index(i);
      warnings.addAll(IpFormats.cidrWarnings(path, ranges.get(i).strip()));
    }
  }

  private static void ignored(ServiceSpec spec, List<String> warnings) {
    if (!spec.isHeadless()) {
      return;
    }
    String words = " is ignored for headless services";
    if (!spec.json().string("loadBalancerIP").isEmpty()) {
      warnings.add("spec.loadBalancerIP" + words);
    }
    if (!spec.externalIps().isEmpty()) {
      warnings.add("spec.externalIPs" + words);
    }
    if (!spec.json().string("sessionAffinity").equals("None")) {
      warnings.add("spec.SessionAffinity" + words);
    }
  }

  private static void byType(ServiceSpec spec, List<String> warnings) {
    boolean external = !spec.externalIps().isEmpty();
    if (spec.isExternalName() && external) {
      warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    } else if (external && !spec.isHeadless()) {
      warnings.add(
          "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
    if (!spec.isExternalName() && !spec.json().string("externalName").isEmpty()) {
      warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
  }
}
