package dev.podium.network;

/// Knows where addresses lead, as kube-proxy and the routes between the nodes do.
@FunctionalInterface
public interface Routing {
  /// Every address stands for itself.
  Routing DIRECT = (origin, _, dialled) -> new Route.Deliver(dialled, origin.address());

  Route route(Origin origin, Transport transport, Endpoint dialled);

  /// Whether nothing comes to a node or from it.
  default boolean isOff(String node) {
    return false;
  }

  /// What becomes of a connection to an address that nobody has.
  default ConnectFailure.Reason absent(String address) {
    return ConnectFailure.Reason.NO_ROUTE;
  }
}
