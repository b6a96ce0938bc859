package dev.podium.controllers.apiservices;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says of every APIService whether its group and version can be had: those of the server itself
/// always, those behind a Service as far as that Service goes.
///
/// Requests are not passed on to such Services, so they are never found available, but for the
/// metrics server's, for which this server answers itself. Upstream: kube-aggregator's
/// pkg/controllers/status/{local,remote}.
public final class ApiServiceAvailability implements Reconciler {
  private final ApiClient client;
  private final Informer apiServices;
  private final Informer services;
  private final Informer endpoints;
  private final InstantSource clock;

  private ApiServiceAvailability(ApiClient client, ControlLoops loops, InstantSource clock) {
    this.client = client;
    this.apiServices = loops.informer(Kinds.API_SERVICE);
    this.services = loops.informer(Kinds.SERVICE);
    this.endpoints = loops.informer(Kinds.ENDPOINTS);
    this.clock = clock;
  }

  /// @param client the API server's own
  public static void register(ControlLoops loops, ApiClient client, InstantSource clock) {
    ApiServiceAvailability availability = new ApiServiceAvailability(client, loops, clock);
    loops
        .controller("apiservice-status-available", availability)
        .on(availability.apiServices)
        .on(availability.services, availability::behind)
        .on(availability.endpoints, availability::behind);
  }

  /// The API services that a Service, or the endpoints of its name, stand behind.
  private Stream<Key> behind(Delta delta) {
    ApiObject changed = delta.latest();
    return apiServices.list("").stream()
        .filter(apiService -> {
          JsonObject reference = apiService.spec().object("service");
          return reference.string("name").equals(changed.name())
              && reference.string("namespace").equals(changed.namespace());
        })
        .map(Key::of);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> apiService = apiServices.find(key);
    if (apiService.isEmpty()) {
      return Outcome.DONE;
    }
    JsonObject condition =
        apiService
            .get()
            .spec()
            .findObject("service")
            .map(reference -> remote(key.name(), reference))
            .orElseGet(() -> condition("True", "Local", "Local APIServices are always available"));
    boolean known =
        apiService.get().status().objects("conditions").stream()
            .anyMatch(old -> old.without("lastTransitionTime").equals(condition));
    if (!known) {
      JsonObject dated = condition.with("lastTransitionTime", Timestamps.format(clock.instant()));
      client.updateStatus(
          Kinds.API_SERVICE,
          "",
          key.name(),
          current -> current.editStatus(status -> status.set("conditions", List.of(dated))));
    }
    return Outcome.DONE;
  }

  private static JsonObject condition(String status, String reason, String message) {
    return JsonObject.of(
        "type", "Available", "status", status, "reason", reason, "message", message);
  }

  private JsonObject remote(String apiService, JsonObject reference) {
    String name = reference.string("name");
    String namespace = reference.string("namespace");
    String which = "service/%s in %s".formatted(name, GoText.quote(namespace));
    Optional<ApiObject> service = services.find(namespace, name);
    if (service.isEmpty()) {
      return condition("False", "ServiceNotFound", which + " is not present");
    }
    long port = reference.integer("port");
    if (service.get().spec().string("type").equals("ClusterIP")) {
      Optional<JsonObject> served =
          service.get().spec().objects("ports").stream()
              .filter(candidate -> candidate.integer("port") == port)
              .findFirst();
      if (served.isEmpty()) {
        return condition("False", "ServicePortError", which + " is not listening on port " + port);
      }
      Optional<JsonObject> unreached = unreached(which, namespace, name, served.get());
      if (unreached.isPresent()) {
        return unreached.get();
      }
    }
    if (apiService.equals(ResourceMetrics.NAME)) {
      return condition("True", "Passed", "all checks passed");
    }
    return condition(
        "False",
        "FailedDiscoveryCheck",
        "failing or missing response from https://%s.%s.svc:%d: requests to Services behind"
                .formatted(name, namespace, port)
            + " APIServices are not simulated");
  }

  private Optional<JsonObject> unreached(
      String which, String namespace, String name, JsonObject port) {
    Optional<ApiObject> found = endpoints.find(namespace, name);
    if (found.isEmpty()) {
      return Optional.of(
          condition("False", "EndpointsNotFound", "cannot find endpoints for " + which));
    }
    String portName = port.string("name");
    boolean active =
        found.get().root().objects("subsets").stream()
            .filter(subset -> !subset.array("addresses").isEmpty())
            .flatMap(subset -> subset.objects("ports").stream())
            .anyMatch(candidate -> candidate.string("name").equals(portName));
    return active
        ? Optional.empty()
        : Optional.of(
            condition(
                "False",
                "MissingEndpoints",
                "endpoints for %s have no addresses with port name %s"
                    .formatted(which, GoText.quote(portName))));
  }
}
