package dev.podium.controllers.apiservices;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersion;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.ResourceDefinition;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps an APIService for every group and version that custom resource definitions bring.
///
/// Upstream: pkg/controlplane/controller/crdregistration over kube-aggregator's
/// pkg/controllers/autoregister.
public final class CustomApiServices implements Reconciler {
  private final ApiClient client;
  private final Informer apiServices;

  private CustomApiServices(ApiClient client, Informer apiServices) {
    this.client = client;
    this.apiServices = apiServices;
  }

  /// @param client the API server's own
  public static void register(ControlLoops loops, ApiClient client) {
    Informer apiServices = loops.informer(Kinds.API_SERVICE);
    CustomApiServices custom = new CustomApiServices(client, apiServices);
    Controller controller = loops.controller("crd-registration", custom).reads(apiServices);
    client.whenServedChanges(
        () -> custom.names().forEach(name -> controller.enqueue(new Key("", name))));
  }

  /// Of those that should be there, and of those that are.
  private Set<String> names() {
    Stream<String> wanted = custom().map(LocalApiServices::name);
    Stream<String> present =
        apiServices.list("").stream().filter(CustomApiServices::isOurs).map(ApiObject::name);
    return Stream.concat(wanted, present).collect(Collectors.toSet());
  }

  private Stream<GroupVersion> custom() {
    return client.served().stream()
        .filter(ResourceDefinition::custom)
        .map(ResourceDefinition::groupVersion)
        .distinct();
  }

  private static boolean isOurs(ApiObject service) {
    return LocalApiServices.WHILE_SERVED.equals(service.labels().get(LocalApiServices.AUTOMANAGED));
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<GroupVersion> served =
        custom().filter(version -> LocalApiServices.name(version).equals(key.name())).findFirst();
    Optional<ApiObject> present = apiServices.find(key);
    if (served.isPresent() && present.isEmpty()) {
      client.create(LocalApiServices.service(served.get(), LocalApiServices.WHILE_SERVED));
    } else if (served.isEmpty() && present.filter(CustomApiServices::isOurs).isPresent()) {
      remove(key.name());
    }
    return Outcome.DONE;
  }

  private void remove(String name) {
    ApiClient.unlessGone(() -> client.delete(Kinds.API_SERVICE, "", name, DeleteOptions.NONE));
  }
}
