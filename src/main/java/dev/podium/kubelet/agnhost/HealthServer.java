package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.server.Daemon;
import dev.podium.kubelet.server.Page;
import dev.podium.network.grpc.GrpcServer;
import dev.podium.network.grpc.GrpcStatus;
import dev.podium.network.grpc.Health;
import dev.podium.network.grpc.Health.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// `grpc-health-checking`: says by gRPC whether it is well, which it is until it has been long
/// enough or somebody tells it otherwise.
///
/// Upstream: test/images/agnhost/grpc-health-checking.
final class HealthServer {
  private final Agnhost host;
  private final Daemon daemon;
  private final Instant started;
  private final String service;
  private final Optional<Duration> wellFor;
  private volatile Optional<Boolean> told = Optional.empty();

  HealthServer(Agnhost host) {
    this.host = host;
    this.daemon = host.daemon();
    this.started = daemon.now();
    this.service = daemon.option("service").orElse("");
    this.wellFor =
        daemon
            .option("delay-unhealthy-sec")
            .filter(text -> text.matches("[0-9]{1,9}"))
            .map(Long::parseLong)
            .map(Duration::ofSeconds);
  }

  void start() throws IOException {
    int port = daemon.portOption("port", 5000);
    int httpPort = daemon.portOption("http-port", 8080);
    host.log("Http server starting to listen on :" + httpPort);
    daemon.listen(
        httpPort,
        (request, _) ->
            switch (request.path()) {
              case "/make-serving" -> tell(true).response(host.date());
              case "/make-not-serving" -> tell(false).response(host.date());
              default -> Page.of(404, Agnhost.TEXT, "404 page not found\n").response(host.date());
            });
    host.log("gRPC server starting to listen on :" + port);
    host.self().network().listen(port, false, new GrpcServer(Health.service(this::check)));
  }

  private Page tell(boolean well) {
    host.log("Mark as " + (well ? "healthy" : "unhealthy"));
    told = Optional.of(well);
    return Page.of(200, Agnhost.TEXT, age().toMillis() / 1000.0 + "s");
  }

  private Duration age() {
    return Duration.between(started, daemon.now());
  }

  private Status check(String asked) throws GrpcStatus {
    host.log("Serving the Check request for health check, started at " + started);
    if (!asked.equals(service)) {
      throw new GrpcStatus(GrpcStatus.NOT_FOUND, "unknown service");
    }
    boolean ill =
        told.filter(well -> !well).isPresent()
            || wellFor.filter(span -> age().compareTo(span) >= 0).isPresent();
    return ill ? Status.NOT_SERVING : Status.SERVING;
  }
}
