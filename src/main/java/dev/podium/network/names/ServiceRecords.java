package dev.podium.network.names;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is known of Services, by their names and by their addresses.
final class ServiceRecords {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Informer services;
  private final Function<String, List<ApiObject>> slicesOf;
  private final Function<String, List<ApiObject>> slicesAt;
  private final Function<String, List<ApiObject>> servicesAt;

  /// One port at one address of a Service.
  ///
  /// @param hostname under which the address is known within its Service
  record Target(String hostname, String address, String portName, String protocol, long port) {}

  ServiceRecords(ControlLoops loops) {
    Informer slices = loops.informer(Kinds.ENDPOINT_SLICE);
    this.services = loops.informer(Kinds.SERVICE);
    this.servicesAt =
        services.indexed("cluster address", service -> service.spec().strings("clusterIPs"));
    this.slicesOf = slices.indexed("of service", slice -> serviceOf(slice).stream().toList());
    this.slicesAt =
        slices.indexed(
            "endpoint address",
            slice ->
                slice.root().objects("endpoints").stream()
                    .flatMap(endpoint -> endpoint.strings("addresses").stream())
                    .toList());
  }

  private static Optional<String> serviceOf(ApiObject slice) {
    return Optional.ofNullable(slice.labels().get(SERVICE_NAME))
        .map(name -> slice.namespace() + "/" + name);
  }

  Optional<ApiObject> service(String namespace, String name) {
    return services.find(namespace, name);
  }

  /// The Service that has a cluster address.
  Optional<ApiObject> serviceAt(String address) {
    return servicesAt.apply(address).stream().findFirst();
  }

  /// Its ready endpoints.
  List<Target> endpoints(ApiObject service) {
    List<Target> all = new ArrayList<>();
    for (ApiObject slice : slicesOf.apply(service.namespace() + "/" + service.name())) {
      List<JsonObject> ports = slice.root().objects("ports");
      for (JsonObject endpoint : slice.root().objects("endpoints")) {
        if (isReady(endpoint)) {
          endpoint.strings("addresses").forEach(a -> add(all, endpoint, a, ports));
        }
      }
    }
    return all;
  }

  private static boolean isReady(JsonObject endpoint) {
    JsonObject conditions = endpoint.object("conditions");
    return !conditions.has("ready") || conditions.bool("ready");
  }

  private static void add(
      List<Target> all, JsonObject endpoint, String address, List<JsonObject> ports) {
    String hostname = hostname(endpoint, address);
    if (ports.isEmpty()) {
      all.add(new Target(hostname, address, "", "", -1));
    }
    for (JsonObject port : ports) {
      String protocol = port.findString("protocol").orElse("TCP");
      all.add(new Target(hostname, address, port.string("name"), protocol, port.integer("port")));
    }
  }

  private static String hostname(JsonObject endpoint, String address) {
    return endpoint
        .findString("hostname")
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> address.replace('.', '-').replace(':', '-'));
  }

  /// The names under which headless Services know an address, such as `web-0.web.default`.
  List<String> namesOf(String address) {
    List<String> names = new ArrayList<>();
    for (ApiObject slice : slicesAt.apply(address)) {
      for (JsonObject endpoint : slice.root().objects("endpoints")) {
        if (endpoint.strings("addresses").contains(address)) {
          serviceOf(slice)
              .flatMap(_ -> Optional.ofNullable(slice.labels().get(SERVICE_NAME)))
              .ifPresent(name ->
                  names.add(hostname(endpoint, address) + "." + name + "." + slice.namespace()));
        }
      }
    }
    return names.stream().distinct().toList();
  }

  /// The endpoint of the cluster's name service that has an address.
  Optional<JsonObject> nameServer(String address) {
    return slicesAt.apply(address).stream()
        .filter(slice -> serviceOf(slice).filter("kube-system/kube-dns"::equals).isPresent())
        .flatMap(slice -> slice.root().objects("endpoints").stream())
        .filter(endpoint -> endpoint.strings("addresses").contains(address))
        .findFirst();
  }
}
