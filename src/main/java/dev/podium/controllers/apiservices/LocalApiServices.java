package dev.podium.controllers.apiservices;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersion;
import dev.podium.object.JsonObject;
import dev.podium.registry.ApiPriorities;
import dev.podium.registry.ResourceDefinition;

/// Makes an APIService for every group and version that the API server serves by itself.
///
/// Upstream: kube-aggregator's pkg/controllers/autoregister, and
/// pkg/controlplane/apiserver/aggregator.go (apiServicesToRegister).
public final class LocalApiServices {
  private static final String GROUP = "apiregistration.k8s.io";

  private LocalApiServices() {}

  /// @param client the API server's own
  public static void register(ApiClient client) {
    client.served().stream()
        .map(ResourceDefinition::groupVersion)
        .distinct()
        .filter(version -> !version.group().equals(GROUP))
        .map(LocalApiServices::service)
        .forEach(service -> ensure(client, service));
  }

  private static ApiObject service(GroupVersion version) {
    JsonObject spec =
        JsonObject.of(
            "version",
            version.version(),
            "groupPriorityMinimum",
            ApiPriorities.ofGroup(version.group()),
            "versionPriority",
            ApiPriorities.ofVersion(version));
    return ApiObject.named(Kinds.API_SERVICE, "", version.version() + "." + version.group())
        .editMetadata(metadata ->
            metadata.object("labels").set("kube-aggregator.kubernetes.io/automanaged", "onstart"))
        .with("spec", version.group().isEmpty() ? spec : spec.with("group", version.group()));
  }

  private static void ensure(ApiClient client, ApiObject service) {
    try {
      client.create(service);
    } catch (ApiException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }
}
