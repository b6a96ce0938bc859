package dev.podium.kubelet.pod;

import dev.podium.network.Connection;
import dev.podium.network.NetworkStack;
import dev.podium.network.grpc.GrpcClient;
import dev.podium.network.grpc.GrpcStatus;
import dev.podium.network.grpc.Health;
import dev.podium.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Asks a server of gRPC for its health.
///
/// Upstream: pkg/probe/grpc/grpc.go.
///
/// @param node where the kubelet asks from
record GrpcInquiry(Clock clock, NetworkStack node, String address, int port, Duration timeout) {
  private static final String AGENT = "kube-probe/1.36 grpc-go/1.78.0";

  /// How long a client waits before it tries to connect again, and how much longer each time.
  /// Upstream: grpc-go's backoff.DefaultConfig.
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final double GROWTH = 1.6;

  /// What a greeting may be late by, since servers take no simulated time to greet.
  private static final Duration LATE = Duration.ofSeconds(1);

  /// @param service empty for the server as a whole
  Answer health(String service) throws InterruptedException {
    Instant deadline = clock.now().plus(timeout);
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<Answer> answer = attempt(service, Duration.between(clock.now(), deadline));
      if (answer.isPresent()) {
        return answer.get();
      }
      Duration left = Duration.between(clock.now(), deadline);
      if (left.compareTo(pause) <= 0) {
        clock.sleep(left);
        return Answer.failure(
            "timeout: failed to connect service \"%s:%d\" within %s: context deadline exceeded"
                .formatted(host(), port, Spans.text(timeout)));
      }
      clock.sleep(pause);
      pause = Duration.ofMillis((long) (pause.toMillis() * GROWTH));
    }
  }

  /// Of a server that greets and then does not answer in time.
  Answer late() {
    return Answer.failure(
        "timeout: health rpc did not complete within %s".formatted(Spans.text(timeout)));
  }

  /// Empty where nobody is there who speaks HTTP/2.
  private Optional<Answer> attempt(String service, Duration left) throws InterruptedException {
    try (Connection connection = node.connect(address, port, left)) {
      GrpcClient client;
      Clock.Timer hangUp = clock.schedule(left.plus(LATE), connection::close);
      try {
        client = GrpcClient.greet(connection, host() + ":" + port, AGENT);
      } finally {
        hangUp.cancel();
      }
      return Optional.of(ask(client, service));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static Answer ask(GrpcClient client, String service) throws InterruptedException {
    try {
      String status = Health.ask(client, service);
      return status.equals(Health.Status.SERVING.name())
          ? Answer.SUCCESS
          : Answer.failure("service unhealthy (responded with \"%s\")".formatted(status));
    } catch (GrpcStatus e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return Answer.failure(
          e.code() == GrpcStatus.UNIMPLEMENTED
              ? "error: this server does not implement the grpc health protocol"
                  + " (grpc.health.v1.Health): "
                  + e.description()
              : "error: health rpc probe failed: " + e.text());
    }
  }

  private String host() {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
