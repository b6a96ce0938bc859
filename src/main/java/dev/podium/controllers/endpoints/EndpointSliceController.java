package dev.podium.controllers.endpoints;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.pods.PodView;
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

/// Writes the EndpointSlices of every Service that selects pods.
///
/// Upstream: pkg/controller/endpointslice, staging endpointslice/reconciler.go.
public final class EndpointSliceController implements Reconciler {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String MANAGER = "endpointslice-controller.k8s.io";

  private final ApiClient client;
  private final Informer services;
  private final Informer pods;
  private final Informer nodes;
  private final Slices slices;
  private final TriggerTimes times = new TriggerTimes();

  private EndpointSliceController(ControlLoops loops, ApiClient client) {
    this.client = client.asController("endpointslice-controller");
    this.services = loops.informer(Kinds.SERVICE);
    this.pods = loops.informer(Kinds.POD);
    this.nodes = loops.informer(Kinds.NODE);
    this.slices = new Slices(this.client, loops.informer(Kinds.ENDPOINT_SLICE), MANAGER);
  }

  public static void register(ControlLoops loops, ApiClient client) {
    EndpointSliceController controller = new EndpointSliceController(loops, client);
    loops
        .controller("endpointslice", controller)
        .on(controller.services)
        .reads(controller.nodes)
        .on(controller.pods, new SelectingServices(controller.services)::of)
        .on(loops.informer(Kinds.ENDPOINT_SLICE), controller.slices::serviceOf)
        .workers(5)
        .unhurried();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> service =
        services.find(key).filter(ServicePods::isSelecting).filter(s -> !s.isBeingDeleted());
    if (service.isEmpty()) {
      times.forget(key);
      if (services.find(key).isPresent()) {
        slices.replace(key, List.of());
      }
      return Outcome.DONE;
    }
    ServicePods behind = ServicePods.of(service.get(), pods);
    Map<List<JsonObject>, List<JsonObject>> byPorts = new LinkedHashMap<>();
    behind
        .present(true)
        .forEach(pod ->
            byPorts
                .computeIfAbsent(behind.portsOf(pod), _ -> new ArrayList<>())
                .add(endpoint(behind, pod, zone(pod))));
    if (byPorts.isEmpty()) {
      byPorts.put(List.of(), List.of());
    }
    List<ApiObject> wanted =
        byPorts.entrySet().stream()
            .flatMap(entry ->
                Slices.chunks(entry.getValue()).stream()
                    .map(chunk -> slice(service.get(), entry.getKey(), hinted(behind, chunk))))
            .toList();
    slices.replace(key, wanted, () -> times.next(behind));
    return Outcome.DONE;
  }

  /// Whom ready endpoints are for (upstream: endpointslice/trafficdist/trafficdist.go): those on
  /// the same node, or in the same zone where the nodes have zones.
  private static List<JsonObject> hinted(ServicePods behind, List<JsonObject> endpoints) {
    String distribution = behind.service().spec().string("trafficDistribution");
    if (distribution.isEmpty()) {
      return endpoints;
    }
    return endpoints.stream()
        .map(endpoint ->
            endpoint.bool("conditions", "ready") && endpoint.has("nodeName")
                ? hint(endpoint, distribution.equals("PreferSameNode"))
                : endpoint)
        .toList();
  }

  private static JsonObject hint(JsonObject endpoint, boolean sameNode) {
    JsonObject hints = JsonObject.EMPTY;
    String zone = endpoint.string("zone");
    if (!zone.isEmpty()) {
      hints = hints.with("forZones", List.of(JsonObject.of("name", zone)));
    }
    if (sameNode) {
      hints = hints.with("forNodes", List.of(JsonObject.of("name", endpoint.string("nodeName"))));
    }
    return hints.isEmpty() ? endpoint : endpoint.with("hints", hints);
  }

  private static ApiObject slice(
      ApiObject service, List<JsonObject> ports, List<JsonObject> endpoints) {
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    if (ServicePods.isHeadless(service)) {
      labels.put(ServicePods.HEADLESS, "");
    }
    return Slices.slice(service, Kinds.SERVICE, MANAGER, labels, ports, endpoints);
  }

  private String zone(PodView pod) {
    return nodes
        .find("", pod.nodeName())
        .map(node -> node.labels().getOrDefault(ZONE, ""))
        .orElse("");
  }

  private static JsonObject endpoint(ServicePods behind, PodView pod, String zone) {
    boolean serving = pod.isReady();
    boolean terminating = pod.isTerminating();
    boolean ready = behind.publishesUnready() || serving && !terminating;
    JsonObject endpoint =
        JsonObject.of(
            "addresses",
            List.of(ServicePods.address(pod)),
            "conditions",
            JsonObject.of("ready", ready, "serving", serving, "terminating", terminating));
    Optional<String> hostname = behind.hostname(pod);
    endpoint = hostname.isPresent() ? endpoint.with("hostname", hostname.get()) : endpoint;
    endpoint =
        endpoint.with("targetRef", ServicePods.reference(pod)).with("nodeName", pod.nodeName());
    return zone.isEmpty() ? endpoint : endpoint.with("zone", zone);
  }
}
