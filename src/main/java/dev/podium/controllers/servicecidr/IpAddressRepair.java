package dev.podium.controllers.servicecidr;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Keeps an IPAddress for every cluster address of a Service, and none for those that no Service
/// has any longer.
///
/// Upstream: the allocator makes them with the Service (pkg/registry/core/service/ipallocator/
/// ipallocator.go) and a loop of the API server mends what is missing
/// (pkg/registry/core/service/ipallocator/controller/repairip.go). Here the loop does both, so they
/// come a moment after the Service.
public final class IpAddressRepair implements Reconciler {
  private static final String FAMILY = "ipaddress.kubernetes.io/ip-family";
  private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
  private static final String ALLOCATOR = "ipallocator.k8s.io";

  private final ApiClient client;
  private final Informer addresses;
  private final Function<String, List<ApiObject>> services;

  private IpAddressRepair(ApiClient client, Informer addresses, Informer services) {
    this.client = client;
    this.addresses = addresses;
    this.services = services.indexed("cluster address", IpAddressRepair::clusterAddresses);
  }

  /// @param client the API server's own
  public static void register(ControlLoops loops, ApiClient client) {
    Informer services = loops.informer(Kinds.SERVICE);
    Informer addresses = loops.informer(Kinds.IP_ADDRESS);
    loops
        .controller(
            "ipallocator-repair-controller", new IpAddressRepair(client, addresses, services))
        .on(services, IpAddressRepair::touched)
        .on(addresses);
  }

  private static Stream<Key> touched(Delta delta) {
    return delta
        .states()
        .flatMap(service -> clusterAddresses(service).stream())
        .distinct()
        .map(address -> new Key("", address));
  }

  /// In the form that names of IPAddresses have.
  private static List<String> clusterAddresses(ApiObject service) {
    return service.spec().strings("clusterIPs").stream()
        .flatMap(text -> IpAddress.parse(text).stream())
        .map(IpAddress::toString)
        .toList();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> address = addresses.find(key);
    List<JsonObject> owners =
        services.apply(key.name()).stream().map(IpAddressRepair::reference).toList();
    if (address.isEmpty()) {
      if (!owners.isEmpty()) {
        create(key.name(), owners.getFirst());
      }
    } else if (isManaged(address.get())
        && !owners.contains(address.get().spec().object("parentRef"))) {
      client.delete(Kinds.IP_ADDRESS, "", key.name(), DeleteOptions.NONE);
    }
    return Outcome.DONE;
  }

  private static boolean isManaged(ApiObject address) {
    return address.labels().getOrDefault(MANAGED_BY, "").equals(ALLOCATOR);
  }

  private static JsonObject reference(ApiObject service) {
    return JsonObject.of(
        "resource", "services", "namespace", service.namespace(), "name", service.name());
  }

  private void create(String address, JsonObject owner) {
    try {
      client.create(ipAddress(address, owner));
    } catch (ApiException e) {
      if (e.code() != 409) {
        throw e;
      }
    }
  }

  private static ApiObject ipAddress(String address, JsonObject owner) {
    JsonObject labels =
        JsonObject.of(FAMILY, IpAddress.require(address).family(), MANAGED_BY, ALLOCATOR);
    return ApiObject.of(
        JsonObject.of(
            "apiVersion",
            Kinds.IP_ADDRESS.groupVersion().toString(),
            "kind",
            Kinds.IP_ADDRESS.kind(),
            "metadata",
            JsonObject.of("name", address, "labels", labels),
            "spec",
            JsonObject.of("parentRef", owner)));
  }
}
