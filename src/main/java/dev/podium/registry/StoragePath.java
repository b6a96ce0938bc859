package dev.podium.registry;

import dev.podium.object.GroupResource;
import java.util.Map;
import java.util.Set;

/// Where upstream keeps an object in etcd, which a few error messages tell.
///
/// Upstream: pkg/kubeapiserver/default_storage_factory_builder.go (SpecialDefaultResourcePrefixes);
/// apiextensions-apiserver and kube-aggregator put the group before the resource.
final class StoragePath {
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "replicationcontrollers", "controllers",
          "endpoints", "services/endpoints",
          "nodes", "minions",
          "services", "services/specs",
          "ingresses.networking.k8s.io", "ingress");
  private static final Set<String> WITH_GROUP =
      Set.of("apiextensions.k8s.io", "apiregistration.k8s.io");

  private StoragePath() {}

  static String of(ResourceDefinition definition, String namespace, String name) {
    GroupResource resource = definition.resource();
    String folder =
        definition.custom() || WITH_GROUP.contains(resource.group())
            ? resource.group() + "/" + resource.resource()
            : OLD_NAMES.getOrDefault(resource.toString(), resource.resource());
    String space = definition.namespaced() ? namespace + "/" : "";
    return "/registry/" + folder + "/" + space + name;
  }
}
