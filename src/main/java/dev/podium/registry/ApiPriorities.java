package dev.podium.registry;

import dev.podium.object.GroupVersion;
import java.util.Map;

/// Which groups and versions come first where a client names none.
///
/// Upstream: pkg/controlplane/apiserver/aggregator.go (DefaultGenericAPIServicePriorities and what
/// is added to it).
public final class ApiPriorities {
  /// Those of groups and versions that custom resource definitions bring.
  private static final int CUSTOM_GROUP = 1_000;

  private static final int CUSTOM_VERSION = 100;
  private static final int USUAL_VERSION = 15;

  private static final Map<String, Integer> GROUPS =
      Map.ofEntries(
          Map.entry("apiregistration.k8s.io", 20_000),
          Map.entry("", 18_000),
          Map.entry("apps", 17_800),
          Map.entry("events.k8s.io", 17_750),
          Map.entry("authentication.k8s.io", 17_700),
          Map.entry("authorization.k8s.io", 17_600),
          Map.entry("autoscaling", 17_500),
          Map.entry("batch", 17_400),
          Map.entry("certificates.k8s.io", 17_300),
          Map.entry("networking.k8s.io", 17_200),
          Map.entry("policy", 17_100),
          Map.entry("rbac.authorization.k8s.io", 17_000),
          Map.entry("storage.k8s.io", 16_800),
          Map.entry("admissionregistration.k8s.io", 16_700),
          Map.entry("apiextensions.k8s.io", 16_700),
          Map.entry("scheduling.k8s.io", 16_600),
          Map.entry("coordination.k8s.io", 16_500),
          Map.entry("node.k8s.io", 16_300),
          Map.entry("discovery.k8s.io", 16_200),
          Map.entry("flowcontrol.apiserver.k8s.io", 16_100),
          Map.entry("resource.k8s.io", 15_900));

  private static final Map<String, Integer> VERSIONS =
      Map.of("v1", 1, "autoscaling/v2", 30, "flowcontrol.apiserver.k8s.io/v1", 21);

  private ApiPriorities() {}

  public static int ofGroup(String group) {
    return GROUPS.getOrDefault(group, CUSTOM_GROUP);
  }

  public static int ofVersion(GroupVersion version) {
    return VERSIONS.getOrDefault(
        version.toString(), GROUPS.containsKey(version.group()) ? USUAL_VERSION : CUSTOM_VERSION);
  }
}
