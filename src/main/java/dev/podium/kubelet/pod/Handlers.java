package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.network.Standing;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Begins probes and hooks of a container.
final class Handlers {
  /// A hook may take as long as the pod has; this is longer.
  private static final Duration HOOK = Duration.ofDays(365);

  /// What an answer may be late by before it counts as late, since simulated work takes no time but
  /// the machine's own, of which there may be little.
  private static final Duration LATE = Duration.ofSeconds(2);

  private Handlers() {}

  /// @param told is given the answer
  static Attempt probe(
      Sync sync,
      JsonObject container,
      LiveContainer live,
      JsonObject handler,
      Consumer<Answer> told) {
    Duration timeout =
        Duration.ofSeconds(Math.max(1, handler.findLong("timeoutSeconds").orElse(1)));
    return Attempt.begin(
        sync.world().kernel(),
        told,
        timeout.plus(LATE),
        () -> late(sync, container, handler, timeout),
        work(sync, container, live, handler, timeout));
  }

  /// How long an answer to a probe stays true; empty where it has to be asked again and again.
  static Optional<Standing> standing(Sync sync, JsonObject container, JsonObject handler) {
    return handler
        .findObject("httpGet")
        .or(() -> handler.findObject("tcpSocket"))
        .flatMap(target ->
            sync.world()
                .nodeNetwork(sync.node())
                .standing(
                    Inquiry.address(target.string("host"), sync.run().address()),
                    port(container, target)));
  }

  static Attempt hook(Sync sync, JsonObject container, LiveContainer live, JsonObject handler) {
    PodRun run = sync.run();
    return Attempt.begin(
        sync.world().kernel(),
        _ -> run.wake(),
        HOOK,
        () -> Answer.error("context deadline exceeded"),
        work(sync, container, live, handler, Duration.ofSeconds(30)));
  }

  private static Answer late(
      Sync sync, JsonObject container, JsonObject handler, Duration timeout) {
    if (handler.has("exec")) {
      return Answer.failure(
          "command timed out: \"%s\" timed out after %ds"
              .formatted(
                  String.join(" ", handler.strings("exec", "command")), timeout.toSeconds()));
    }
    if (handler.has("httpGet")) {
      JsonObject get = handler.object("httpGet");
      return Answer.failure(
          "Get \"%s://%s:%d%s\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
              .formatted(
                  get.findString("scheme").orElse("HTTP").toLowerCase(java.util.Locale.ROOT),
                  get.findString("host").filter(h -> !h.isEmpty()).orElse(sync.run().address()),
                  port(container, get),
                  get.string("path")));
    }
    if (handler.has("grpc")) {
      return grpc(sync, container, handler.object("grpc"), timeout).late();
    }
    JsonObject target = handler.object("tcpSocket");
    return Answer.failure(
        "dial tcp %s:%d: i/o timeout".formatted(sync.run().address(), port(container, target)));
  }

  private static Attempt.Work work(
      Sync sync, JsonObject container, LiveContainer live, JsonObject handler, Duration timeout) {
    Inquiry inquiry =
        new Inquiry(live, sync.world().nodeNetwork(sync.node()), sync.run().address(), timeout);
    if (handler.has("exec")) {
      List<String> command = handler.strings("exec", "command");
      return () -> inquiry.exec(command);
    }
    if (handler.has("httpGet")) {
      JsonObject get = handler.object("httpGet");
      int port = port(container, get);
      return () -> inquiry.http(get, port);
    }
    if (handler.has("sleep")) {
      Duration length = Duration.ofSeconds(handler.integer("sleep", "seconds"));
      return () -> {
        sync.world().kernel().clock().sleep(length);
        return Answer.SUCCESS;
      };
    }
    if (handler.has("grpc")) {
      JsonObject grpc = handler.object("grpc");
      GrpcInquiry asked = grpc(sync, container, grpc, timeout);
      return () -> asked.health(grpc.string("service"));
    }
    JsonObject target = handler.object("tcpSocket");
    int port = port(container, target);
    return () -> inquiry.tcp(target.string("host"), port);
  }

  private static GrpcInquiry grpc(
      Sync sync, JsonObject container, JsonObject grpc, Duration timeout) {
    return new GrpcInquiry(
        sync.world().kernel().clock(),
        sync.world().nodeNetwork(sync.node()),
        sync.run().address(),
        port(container, grpc),
        timeout);
  }

  /// The number, or the port of the container that has the name.
  private static int port(JsonObject container, JsonObject target) {
    String name = target.string("port");
    if (name.isEmpty()) {
      return (int) target.findLong("port").orElse(80);
    }
    return container.objects("ports").stream()
        .filter(port -> port.string("name").equals(name))
        .map(port -> (int) port.integer("containerPort"))
        .findFirst()
        .orElse(0);
  }
}
