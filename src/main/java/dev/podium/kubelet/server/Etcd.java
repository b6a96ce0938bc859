package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Server;
import dev.podium.network.grpc.GrpcServer;
import dev.podium.network.grpc.Health;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.TlsOrPlain;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// etcd as far as probes see it: it says by gRPC and by HTTP that it is well, and keeps no keys.
final class Etcd {
  private static final String JSON = "application/json";

  private Etcd() {}

  static void start(Process self) throws IOException {
    Daemon daemon = new Daemon(self);
    Server http =
        HttpServer.constant(
            (request, _) -> page(request).response(Headers.of("Date", daemon.httpDate())));
    Server clients =
        new TlsOrPlain(new GrpcServer(Health.service(_ -> Health.Status.SERVING), http));
    for (int port : ports(daemon, "listen-client-urls", "http://localhost:2379")) {
      self.network().listen(port, false, clients);
      daemon.error(
          "{\"level\":\"info\",\"ts\":\"%s\",\"msg\":\"podium: serving health checks, keys are not simulated\",\"address\":\"[::]:%d\"}"
              .formatted(daemon.now(), port));
    }
    for (int port : ports(daemon, "listen-metrics-urls", "")) {
      self.network().listen(port, false, http);
    }
    daemon.endsOn(0, Signal.TERM, Signal.INT);
  }

  /// Those of comma-separated addresses.
  private static Set<Integer> ports(Daemon daemon, String option, String otherwise) {
    return Stream.of(daemon.option(option).orElse(otherwise).split(","))
        .map(url -> Daemon.port(url, 0))
        .filter(port -> port > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Upstream: server/etcdserver/api/etcdhttp (health.go, version.go).
  private static Page page(HttpRequest request) {
    if (List.of("/livez", "/readyz").contains(request.path())) {
      return Page.of(200, "text/plain; charset=utf-8", "ok\n");
    }
    return switch (request.path()) {
      case "/health" -> Page.of(200, JSON, "{\"health\":\"true\",\"reason\":\"\"}");
      case "/version" ->
          Page.of(
              200,
              JSON,
              "{\"etcdserver\":\"3.6.6\",\"etcdcluster\":\"3.6.0\",\"storage\":\"3.6.0\"}");
      default -> Page.of(404, "text/plain; charset=utf-8", "404 page not found\n");
    };
  }
}
