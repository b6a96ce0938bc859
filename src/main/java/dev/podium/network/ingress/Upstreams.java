package dev.podium.network.ingress;

import dev.podium.client.Kinds;
import dev.podium.network.Endpoint;
import dev.podium.network.ingress.PathRule.Backend;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// The ready endpoints behind Services, in turn. What a Service says of its own routing, such as
/// its cluster address or traffic policies, does not matter, as with ingress-nginx.
final class Upstreams {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Informer services;
  private final Function<String, List<ApiObject>> slicesOf;
  private final AtomicInteger turn = new AtomicInteger();

  Upstreams(ControlLoops loops) {
    this.services = loops.informer(Kinds.SERVICE);
    this.slicesOf =
        loops
            .informer(Kinds.ENDPOINT_SLICE)
            .indexed(
                "ingress backend",
                slice ->
                    Optional.ofNullable(slice.labels().get(SERVICE_NAME))
                        .map(name -> key(slice.namespace(), name))
                        .stream()
                        .toList());
  }

  private static String key(String namespace, String service) {
    return namespace + "/" + service;
  }

  /// Empty where there is no such Service or port, or nobody is ready.
  Optional<Endpoint> pick(Backend backend) {
    Optional<String> portName =
        services.find(backend.namespace(), backend.service()).stream()
            .flatMap(service -> service.spec().objects("ports").stream())
            .filter(port ->
                port.string("name").equals(backend.port())
                    || Long.toString(port.integer("port")).equals(backend.port()))
            .findFirst()
            .map(port -> port.string("name"));
    List<Endpoint> ready =
        portName.stream().flatMap(name -> endpoints(backend, name)).distinct().toList();
    return ready.isEmpty()
        ? Optional.empty()
        : Optional.of(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())));
  }

  private Stream<Endpoint> endpoints(Backend backend, String portName) {
    return slicesOf.apply(key(backend.namespace(), backend.service())).stream()
        .flatMap(slice ->
            slice.root().objects("ports").stream()
                .filter(port -> port.string("name").equals(portName))
                .flatMap(port -> at(slice, (int) port.integer("port"))));
  }

  private static Stream<Endpoint> at(ApiObject slice, int port) {
    return slice.root().objects("endpoints").stream()
        .filter(Upstreams::isReady)
        .flatMap(endpoint -> endpoint.strings("addresses").stream())
        .map(address -> new Endpoint(address, port));
  }

  private static boolean isReady(JsonObject endpoint) {
    JsonObject conditions = endpoint.object("conditions");
    return !conditions.has("ready") || conditions.bool("ready");
  }
}
