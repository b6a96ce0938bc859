package dev.podium.controllers.endpoints;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies Endpoints that somebody wrote by hand into EndpointSlices.
///
/// Upstream: pkg/controller/endpointslicemirroring.
public final class EndpointSliceMirroring implements Reconciler {
  private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

  private final Informer services;
  private final Informer endpoints;
  private final Slices slices;

  private EndpointSliceMirroring(ControlLoops loops, ApiClient client) {
    this.services = loops.informer(Kinds.SERVICE);
    this.endpoints = loops.informer(Kinds.ENDPOINTS);
    this.slices =
        new Slices(
            client.asController("endpointslicemirroring-controller"),
            loops.informer(Kinds.ENDPOINT_SLICE),
            MANAGER);
  }

  public static void register(ControlLoops loops, ApiClient client) {
    EndpointSliceMirroring mirroring = new EndpointSliceMirroring(loops, client);
    loops
        .controller("endpointslicemirroring", mirroring)
        .on(mirroring.endpoints)
        .on(mirroring.services)
        .on(loops.informer(Kinds.ENDPOINT_SLICE), mirroring.slices::serviceOf)
        .workers(5);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = endpoints.find(key).filter(this::isMirrored);
    if (found.isEmpty()) {
      slices.replace(key, List.of());
      return Outcome.DONE;
    }
    ApiObject source = found.get();
    List<ApiObject> wanted = new ArrayList<>();
    for (JsonObject subset : source.root().objects("subsets")) {
      List<JsonObject> all = new ArrayList<>();
      subset.objects("addresses").forEach(address -> all.add(endpoint(address, true)));
      subset.objects("notReadyAddresses").forEach(address -> all.add(endpoint(address, false)));
      Slices.chunks(all).forEach(chunk -> wanted.add(slice(source, subset, chunk)));
    }
    slices.replace(key, wanted);
    return Outcome.DONE;
  }

  private boolean isMirrored(ApiObject source) {
    boolean own =
        "endpoint-controller".equals(source.labels().get("endpoints.kubernetes.io/managed-by"));
    return !own
        && !"true".equals(source.labels().get(SKIP))
        && source.annotation(LEADER).isEmpty()
        && services
            .find(Key.of(source))
            .filter(service -> service.spec().object("selector").isEmpty())
            .isPresent();
  }

  private static ApiObject slice(ApiObject source, JsonObject subset, List<JsonObject> chunk) {
    Map<String, String> labels = new LinkedHashMap<>(source.labels());
    List<JsonObject> ports =
        subset.objects("ports").stream()
            .map(port -> ServicePods.port(port, port.integer("port")))
            .toList();
    return Slices.slice(source, Kinds.ENDPOINTS, MANAGER, labels, ports, chunk);
  }

  private static JsonObject endpoint(JsonObject address, boolean ready) {
    JsonObject endpoint =
        JsonObject.of(
            "addresses",
            List.of(address.string("ip")),
            "conditions",
            JsonObject.of("ready", ready));
    for (String field : List.of("hostname", "nodeName", "targetRef")) {
      Optional<Object> value = address.find(field);
      endpoint = value.isPresent() ? endpoint.with(field, value.get()) : endpoint;
    }
    return endpoint;
  }
}
