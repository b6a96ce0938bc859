package dev.podium.network;

/// Knows where addresses lead, as kube-proxy and the routes between the nodes do.
@FunctionalInterface
public interface Routing {
  /// Every address stands for itself.
  Routing DIRECT =
      (origin, address, port) -> new Route.Deliver(new Endpoint(address, port), origin.address());

  Route route(Origin origin, String address, int port);

  /// What becomes of a connection to an address that nobody has.
  default ConnectFailure.Reason absent(String address) {
    return ConnectFailure.Reason.NO_ROUTE;
  }
}
