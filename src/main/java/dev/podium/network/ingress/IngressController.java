package dev.podium.network.ingress;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.TlsConnection;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// Serves the Ingresses of every IngressClass that names one of its controllers, at one address of
/// the load balancers' pool.
public final class IngressController {
  /// The controllers that it stands in for.
  private static final Set<String> CONTROLLERS =
      Set.of("podium.dev/ingress", "k8s.io/ingress-nginx");

  private static final String OLD_CLASS = "kubernetes.io/ingress.class";
  private static final Key TABLE = new Key("", "table");
  private static final Duration SETUP = Duration.ofSeconds(1);

  private final Upstreams upstreams;
  private final ApiClient client;
  private final Clock clock;
  private final Network network;
  private final String address;
  private final Informer ingresses;
  private final Informer classes;
  private final EventRecorder events;
  private final Map<Key, String> announced = new HashMap<>();
  private volatile RoutingTable table = RoutingTable.EMPTY;
  private boolean listening;

  private IngressController(
      ControlLoops loops, ApiClient client, Clock clock, Network network, String address) {
    this.upstreams = new Upstreams(loops);
    this.client = client.asController("ingress-controller");
    this.clock = clock;
    this.network = network;
    this.address = address;
    this.ingresses = loops.informer(Kinds.INGRESS);
    this.classes = loops.informer(Kinds.INGRESS_CLASS);
    this.events = new EventRecorder(this.client, clock, "nginx-ingress-controller", "");
  }

  /// @param address where it is reached
  public static void register(
      ControlLoops loops, ApiClient client, Clock clock, Network network, String address) {
    IngressController controller = new IngressController(loops, client, clock, network, address);
    loops
        .controller("ingress-table", _ -> controller.compile())
        .on(controller.ingresses, _ -> Stream.of(TABLE))
        .reads(loops.informer(Kinds.SERVICE))
        .reads(loops.informer(Kinds.ENDPOINT_SLICE))
        .on(controller.classes, _ -> Stream.of(TABLE));
    loops
        .controller("ingress-status", controller::publish)
        .on(controller.ingresses)
        .on(controller.classes, _ -> controller.ingresses.list("").stream().map(Key::of));
  }

  private boolean isOurs(ApiObject ingress) {
    String name =
        ingress
            .spec()
            .findString("ingressClassName")
            .or(() -> ingress.annotation(OLD_CLASS))
            .orElse("");
    return classes
        .find("", name)
        .filter(found -> CONTROLLERS.contains(found.spec().string("controller")))
        .isPresent();
  }

  private Outcome compile() {
    table = RoutingTable.of(ingresses.list("").stream().filter(this::isOurs).toList());
    boolean needed =
        classes.list("").stream()
            .anyMatch(found -> CONTROLLERS.contains(found.spec().string("controller")));
    if (needed && !listening) {
      listen();
      listening = true;
    }
    return Outcome.DONE;
  }

  private void listen() {
    NetworkStack own = network.node("ingress-controller", address);
    try {
      own.listen(
          80, false, new HttpServer(new IngressProxy(upstreams, () -> table, own, "http", clock)));
      HttpServer secure =
          new HttpServer(new IngressProxy(upstreams, () -> table, own, "https", clock));
      SSLContext context = tls();
      own.listen(443, false, c -> secure.serve(TlsConnection.server(c, context)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SSLContext tls() {
    HostKeys keys =
        new HostKeys(client, host -> table.findTls(host).map(RoutingTable.Tls::secret), clock);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome publish(Key key) {
    Optional<ApiObject> found = ingresses.find(key).filter(this::isOurs);
    if (found.isEmpty()) {
      announced.remove(key);
      return Outcome.DONE;
    }
    ApiObject ingress = found.get();
    boolean published = ingress.status().object("loadBalancer").has("ingress");
    String version = ingress.uid() + " " + ingress.metadata().integer("generation");
    if (!version.equals(announced.put(key, version))) {
      events.normal(ingress, "Sync", "Scheduled for sync");
      return published ? Outcome.DONE : Outcome.after(clock.pause(SETUP));
    }
    if (!published) {
      publish(ingress);
    }
    return Outcome.DONE;
  }

  private void publish(ApiObject ingress) {
    JsonObject balancer = JsonObject.of("ingress", List.of(JsonObject.of("ip", address)));
    ApiClient.unlessGone(() ->
        client.updateStatus(
            Kinds.INGRESS,
            ingress.namespace(),
            ingress.name(),
            current -> current.editStatus(status -> status.set("loadBalancer", balancer))));
  }
}
