package dev.podium.network.names;

import dev.podium.client.Kinds;
import dev.podium.network.ConnectFailure;
import dev.podium.network.ConnectFailure.Reason;
import dev.podium.network.Endpoint;
import dev.podium.network.Firewall;
import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameService;
import dev.podium.network.Origin;
import dev.podium.network.Origin.PodName;
import dev.podium.network.Route;
import dev.podium.network.Routing;
import dev.podium.network.Transport;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import java.util.Optional;

/// The name servers behind the Service `kube-dns`: reached as anything else is, by way of its
/// endpoints and past the policies.
public final class ClusterNames implements NameService {
  private static final int PORT = 53;

  private final String address;
  private final Routing routing;
  private final Firewall firewall;
  private final ServiceRecords records;
  private final Zone zone;

  /// @param address of the Service
  public ClusterNames(ControlLoops loops, String address, Routing routing, Firewall firewall) {
    this.address = address;
    this.routing = routing;
    this.firewall = firewall;
    this.records = new ServiceRecords(loops);
    this.zone = new Zone(records, loops.informer(Kinds.NAMESPACE));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public Answer query(Origin origin, String server, String name, RecordType type)
      throws ConnectFailure {
    return switch (routing.route(origin, Transport.UDP, new Endpoint(server, PORT))) {
      case Route.Deliver(Endpoint destination, String source) -> {
        Optional<JsonObject> endpoint = records.nameServer(destination.address());
        Optional<Origin> pod = endpoint.map(e -> origin(e, destination.address()));
        var passage = new Firewall.Passage(origin, source, pod, destination, "UDP");
        if (endpoint.isEmpty() || destination.port() != PORT || !firewall.permits(passage)) {
          throw new ConnectFailure(Reason.TIMED_OUT);
        }
        yield zone.query(name, type);
      }
      case Route.Fail(Reason reason) -> throw new ConnectFailure(reason);
      case Route.Serve _ -> throw new ConnectFailure(Reason.TIMED_OUT);
    };
  }

  private static Origin origin(JsonObject endpoint, String address) {
    JsonObject target = endpoint.object("targetRef");
    return new Origin(
        address,
        endpoint.string("nodeName"),
        target.string("kind").equals("Pod")
            ? Optional.of(new PodName(target.string("namespace"), target.string("name")))
            : Optional.empty());
  }
}
