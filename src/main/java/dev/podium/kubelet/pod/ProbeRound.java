package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Probes.Kind;
import dev.podium.kubelet.program.ContainerProcess;
import dev.podium.kubelet.program.ContainerProcess.Execution;
import dev.podium.kubelet.program.ProbeAnswer;
import dev.podium.object.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks the probes of a running container that are due.
///
/// Upstream: pkg/kubelet/prober (worker.go, prober.go), pkg/probe.
final class ProbeRound {
  private ProbeRound() {}

  static void ask(Sync sync, JsonObject container, Running running) {
    Running current = running;
    for (Kind kind : Kind.values()) {
      Optional<ProbeState> probe = current.probes().of(kind);
      if (probe.isEmpty() || isKnown(current.process(), probe.get())) {
        continue;
      }
      if (!sync.isDue(probe.get().next())) {
        continue;
      }
      ProbeAnswer answer = answer(sync, container, current.process(), probe.get().handler());
      if (!answer.success()) {
        sync.warning(container, "Unhealthy", kind.word() + " probe failed: " + answer.output());
      }
      ProbeState after = probe.get().after(answer.success(), sync.now());
      current =
          new Running(
              current.since(),
              current.id(),
              current.process(),
              current.probes().with(kind, after),
              current.stopping());
      sync.put(container, sync.state(container).to(current));
      if (!after.healthy() && !answer.success() && kind != Kind.READINESS && isOver(after)) {
        kill(sync, container, kind, after.handler());
        return;
      }
    }
  }

  /// Where the answer stays what it was when it was asked for, asking again would only cost time.
  private static boolean isKnown(ContainerProcess process, ProbeState probe) {
    return probe.healthy() && probe.latest().orElse(false) && process.isSettled(probe.asked());
  }

  private static boolean isOver(ProbeState probe) {
    return probe.streak() >= probe.handler().findLong("failureThreshold").orElse(3);
  }

  private static void kill(Sync sync, JsonObject container, Kind kind, JsonObject handler) {
    String message =
        "Container %s failed %s probe, will be restarted"
            .formatted(container.string("name"), kind == Kind.LIVENESS ? "liveness" : "startup");
    long grace =
        handler
            .findLong("terminationGracePeriodSeconds")
            .orElse(sync.pod().spec().findLong("terminationGracePeriodSeconds").orElse(30));
    ContainerLife.stop(sync, container, message, grace);
  }

  private static ProbeAnswer answer(
      Sync sync, JsonObject container, ContainerProcess process, JsonObject handler) {
    if (handler.has("exec")) {
      return exec(sync, process, handler);
    }
    if (handler.has("httpGet")) {
      return http(sync, container, process, handler.object("httpGet"));
    }
    boolean grpc = handler.has("grpc");
    JsonObject target = grpc ? handler.object("grpc") : handler.object("tcpSocket");
    int port = port(container, target);
    if (process.listens(port, sync.now())) {
      return ProbeAnswer.SUCCESS;
    }
    String address = sync.run().address() + ":" + port;
    return ProbeAnswer.failure(
        grpc
            ? "timeout: failed to connect service \""
                + address
                + "\" within 1s: context deadline exceeded"
            : "dial tcp " + address + ": connect: connection refused");
  }

  private static ProbeAnswer exec(Sync sync, ContainerProcess process, JsonObject handler) {
    List<String> command = handler.strings("exec", "command");
    Execution execution = process.execute(command, sync.now());
    Duration timeout = Duration.ofSeconds(handler.findLong("timeoutSeconds").orElse(1));
    if (execution.took().compareTo(timeout) > 0) {
      return ProbeAnswer.failure(
          "command timed out: \"%s\" timed out after %ds"
              .formatted(String.join(" ", command), timeout.toSeconds()));
    }
    return execution.code() == 0 ? ProbeAnswer.SUCCESS : ProbeAnswer.failure(execution.output());
  }

  private static ProbeAnswer http(
      Sync sync, JsonObject container, ContainerProcess process, JsonObject get) {
    int port = port(container, get);
    String host = get.findString("host").filter(h -> !h.isEmpty()).orElse(sync.run().address());
    String path = get.string("path");
    Optional<Integer> status = process.httpStatus(port, path, sync.now());
    if (status.isEmpty()) {
      String scheme = get.findString("scheme").orElse("HTTP").toLowerCase(java.util.Locale.ROOT);
      return ProbeAnswer.failure(
          "Get \"%s://%s:%d%s\": dial tcp %s:%d: connect: connection refused"
              .formatted(scheme, host, port, path, host, port));
    }
    return status.get() >= 200 && status.get() < 400
        ? ProbeAnswer.SUCCESS
        : ProbeAnswer.failure("HTTP probe failed with statuscode: " + status.get());
  }

  /// The number, or the port of the container that has the name.
  private static int port(JsonObject container, JsonObject target) {
    String name = target.string("port");
    if (name.isEmpty()) {
      return (int) target.integer("port");
    }
    return container.objects("ports").stream()
        .filter(port -> port.string("name").equals(name))
        .map(port -> (int) port.integer("containerPort"))
        .findFirst()
        .orElse(0);
  }
}
