package dev.podium.controllers.endpoints;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.resources.pods.PodView;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Writes the Endpoints of every Service that selects pods.
///
/// Upstream: pkg/controller/endpoint/endpoints_controller.go, pkg/api/v1/endpoints/util.go
/// (RepackSubsets).
public final class EndpointsController implements Reconciler {
  private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";

  private final ApiClient client;
  private final Informer services;
  private final Informer pods;
  private final Informer endpoints;
  private final TriggerTimes times = new TriggerTimes();
  private final Set<Key> served = ConcurrentHashMap.newKeySet();

  private EndpointsController(ControlLoops loops, ApiClient client) {
    this.client = client.asController("endpoint-controller");
    this.services = loops.informer(Kinds.SERVICE);
    this.pods = loops.informer(Kinds.POD);
    this.endpoints = loops.informer(Kinds.ENDPOINTS);
  }

  public static void register(ControlLoops loops, ApiClient client) {
    EndpointsController controller = new EndpointsController(loops, client);
    loops
        .controller("endpoints", controller)
        .on(controller.services)
        .on(controller.endpoints)
        .on(controller.pods, new SelectingServices(controller.services)::of)
        .workers(5)
        .unhurried();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> service = services.find(key);
    if (service.isEmpty()) {
      times.forget(key);
      deleteOrphans(key);
      return Outcome.DONE;
    }
    served.add(key);
    if (ServicePods.isSelecting(service.get())) {
      sync(ServicePods.of(service.get(), pods));
    }
    return Outcome.DONE;
  }

  /// Endpoints that somebody wrote by hand outlive their Service no more than ours do, but may be
  /// there without one.
  private void deleteOrphans(Key key) {
    boolean lost = served.remove(key);
    if (endpoints
        .find(key)
        .filter(found -> lost || found.labels().containsKey(MANAGED_BY))
        .isEmpty()) {
      return;
    }
    ApiClient.unlessGone(
        () -> client.delete(Kinds.ENDPOINTS, key.namespace(), key.name(), DeleteOptions.NONE));
  }

  private void sync(ServicePods behind) {
    ApiObject service = behind.service();
    Optional<ApiObject> current = endpoints.find(Key.of(service));
    ApiObject wanted = wanted(behind, current);
    if (current.filter(found -> sameContents(found, wanted)).isPresent()) {
      return;
    }
    Optional<String> time = times.next(behind);
    ApiObject timed =
        wanted.editMetadata(metadata -> {
          if (time.isPresent()) {
            metadata.object("annotations").set(ServicePods.TRIGGER_TIME, time.get());
          } else {
            metadata
                .findObject("annotations")
                .ifPresent(annotations -> annotations.remove(ServicePods.TRIGGER_TIME));
          }
        });
    if (current.isPresent()) {
      client.update(timed);
    } else {
      client.create(timed);
    }
  }

  private static boolean sameContents(ApiObject a, ApiObject b) {
    return a.labels().equals(b.labels())
        && a.root().array("subsets").equals(b.root().array("subsets"));
  }

  private static ApiObject wanted(ServicePods behind, Optional<ApiObject> current) {
    ApiObject service = behind.service();
    List<JsonObject> subsets = subsets(behind);
    ApiObject base =
        current
            .orElseGet(() -> ApiObject.named(Kinds.ENDPOINTS, service.namespace(), service.name()))
            .editMetadata(metadata -> {
              Map<String, String> labels = new LinkedHashMap<>(service.labels());
              if (ServicePods.isHeadless(service)) {
                labels.put(ServicePods.HEADLESS, "");
              }
              labels.put(MANAGED_BY, "endpoint-controller");
              metadata.set("labels", labels);
            });
    return subsets.isEmpty() ? base.without("subsets") : base.with("subsets", subsets);
  }

  /// Addresses by the ports that they offer, each in order.
  private static List<JsonObject> subsets(ServicePods behind) {
    Map<List<JsonObject>, List<PodView>> byPorts = new LinkedHashMap<>();
    behind
        .present(behind.publishesUnready())
        .forEach(pod -> {
          List<JsonObject> ports = behind.portsOf(pod);
          boolean offers = !ports.isEmpty() || behind.service().spec().array("ports").isEmpty();
          if (offers) {
            byPorts.computeIfAbsent(ports, _ -> new ArrayList<>()).add(pod);
          }
        });
    List<JsonObject> subsets = new ArrayList<>();
    byPorts.forEach((ports, found) -> subsets.add(subset(behind, ports, found)));
    return subsets;
  }

  private static JsonObject subset(
      ServicePods behind, List<JsonObject> ports, List<PodView> found) {
    List<JsonObject> ready = new ArrayList<>();
    List<JsonObject> notReady = new ArrayList<>();
    found.stream()
        .sorted(Comparator.comparing(ServicePods::address))
        .forEach(pod ->
            (pod.isReady() || behind.publishesUnready() ? ready : notReady)
                .add(address(behind, pod)));
    JsonObject subset = JsonObject.EMPTY;
    subset = ready.isEmpty() ? subset : subset.with("addresses", ready);
    subset = notReady.isEmpty() ? subset : subset.with("notReadyAddresses", notReady);
    return ports.isEmpty()
        ? subset
        : subset.with(
            "ports", PortOrder.sort(ports.stream().map(EndpointsController::named).toList()));
  }

  /// Go leaves an empty name out.
  private static JsonObject named(JsonObject port) {
    return port.string("name").isEmpty() ? port.without("name") : port;
  }

  private static JsonObject address(ServicePods behind, PodView pod) {
    JsonObject address = JsonObject.of("ip", ServicePods.address(pod));
    Optional<String> hostname = behind.hostname(pod);
    address = hostname.isPresent() ? address.with("hostname", hostname.get()) : address;
    return address.with("nodeName", pod.nodeName()).with("targetRef", ServicePods.reference(pod));
  }
}
