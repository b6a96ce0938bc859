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
  static final String AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged";
  static final String AT_START = "onstart";
  static final String WHILE_SERVED = "true";

  private static final String GROUP = "apiregistration.k8s.io";

  private LocalApiServices() {}

  /// @param client the API server's own
  public static void register(ApiClient client) {
    client.served().stream()
        .map(ResourceDefinition::groupVersion)
        .distinct()
        .filter(version -> !version.group().equals(GROUP))
        .map(version -> service(version, AT_START))
        .forEach(service -> ensure(client, service));
  }

  static String name(GroupVersion version) {
    return version.version() + "." + version.group();
  }

  /// @param managed [#AT_START] or [#WHILE_SERVED]
  static ApiObject service(GroupVersion version, String managed) {
    JsonObject spec =
        JsonObject.of(
            "version",
            version.version(),
            "groupPriorityMinimum",
            ApiPriorities.ofGroup(version.group()),
            "versionPriority",
            ApiPriorities.ofVersion(version));
    return ApiObject.named(Kinds.API_SERVICE, "", name(version))
        .editMetadata(metadata -> metadata.object("labels").set(AUTOMANAGED, managed))
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
