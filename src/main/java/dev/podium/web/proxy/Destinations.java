package dev.podium.web.proxy;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.registry.ResourceService;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Where a proxied request goes.
///
/// Upstream: pkg/registry/core/pod/strategy.go, service/storage/storage.go and node/strategy.go
/// (ResourceLocation).
final class Destinations {
  private static final GroupVersionKind ENDPOINTS = new GroupVersionKind("", "v1", "Endpoints");

  private final ResourceService service;
  private final RandomGenerator random;

  /// @param port as it is dialled; a name where nobody knows its number
  record Destination(boolean tls, String address, String port) {
    OptionalInt number() {
      try {
        return OptionalInt.of(Integer.parseInt(port));
      } catch (NumberFormatException _) {
        return OptionalInt.empty();
      }
    }
  }

  Destinations(ResourceService service, RandomGenerator random) {
    this.service = service;
    this.random = random;
  }

  Destination pod(ApiObject pod, ProxyName asked) {
    String port =
        asked.port().isEmpty()
            ? pod.spec().objects("containers").stream()
                .flatMap(container -> container.objects("ports").stream().limit(1))
                .map(p -> Long.toString(p.integer("containerPort")))
                .findFirst()
                .orElse("")
            : asked.port();
    boolean tls = asked.scheme().equals("https");
    String plain = tls ? "443" : "80";
    return new Destination(
        tls, proxyable(pod.status().string("podIP")), port.isEmpty() ? plain : port);
  }

  private static String proxyable(String address) {
    if (address.isEmpty()) {
      throw ApiException.badRequest("address not allowed");
    }
    return address;
  }

  Destination service(ApiObject service, ProxyName asked) {
    String port = portName(service, asked.port());
    List<Destination> all = new ArrayList<>();
    boolean tls = asked.scheme().equals("https");
    for (JsonObject subset : endpoints(service)) {
      for (JsonObject offered : subset.objects("ports")) {
        if (offered.string("name").equals(port)) {
          String number = Long.toString(offered.integer("port"));
          subset
              .objects("addresses")
              .forEach(a -> all.add(new Destination(tls, a.string("ip"), number)));
        }
      }
    }
    if (all.isEmpty()) {
      throw unavailable("no endpoints available for service \"" + service.name() + "\"");
    }
    return all.get(random.nextInt(all.size()));
  }

  private List<JsonObject> endpoints(ApiObject of) {
    return service
        .get(service.catalog().require(ENDPOINTS), of.namespace(), of.name())
        .root()
        .objects("subsets");
  }

  private static String portName(ApiObject service, String asked) {
    long number;
    try {
      number = Long.parseLong(asked);
    } catch (NumberFormatException _) {
      return asked;
    }
    return service.spec().objects("ports").stream()
        .filter(port -> port.integer("port") == number)
        .map(port -> port.string("name"))
        .findFirst()
        .orElseThrow(() ->
            unavailable(
                "no service port %d found for service \"%s\"".formatted(number, service.name())));
  }

  /// Empty for the kubelet itself.
  Stream<Destination> node(ApiObject node, ProxyName asked) {
    if (asked.port().isEmpty() || asked.port().equals("10250")) {
      return Stream.empty();
    }
    String address =
        node.status().objects("addresses").stream()
            .filter(a -> a.string("type").equals("InternalIP"))
            .map(a -> a.string("address"))
            .findFirst()
            .orElse("");
    return Stream.of(
        new Destination(asked.scheme().equals("https"), proxyable(address), asked.port()));
  }

  static ApiException unavailable(String message) {
    return ApiException.of(503, "ServiceUnavailable", message);
  }
}
