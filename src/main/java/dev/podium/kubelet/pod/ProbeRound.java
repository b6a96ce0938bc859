package dev.podium.kubelet.pod;

import dev.podium.kubelet.pod.Phase.Running;
import dev.podium.kubelet.pod.Probes.Kind;
import dev.podium.object.JsonObject;
import java.util.Optional;

/// Asks the probes of a running container that are due, and takes their answers.
///
/// Upstream: pkg/kubelet/prober (worker.go, prober.go), pkg/probe.
final class ProbeRound {
  private ProbeRound() {}

  static void ask(Sync sync, JsonObject container, Running running) {
    Running current = running;
    for (Kind kind : Kind.values()) {
      Optional<ProbeState> found = current.probes().of(kind);
      if (found.isEmpty()) {
        continue;
      }
      ProbeState probe = found.get();
      Optional<Attempt.Outcome> outcome = probe.attempt().flatMap(Attempt::outcome);
      if (outcome.isPresent()) {
        ProbeState after = take(sync, container, kind, probe, outcome.get());
        current = current.with(current.probes().with(kind, after));
        sync.put(container, sync.state(container).to(current));
        if (isLost(kind, after)) {
          kill(sync, container, kind, after.handler());
          return;
        }
        probe = after;
      }
      if (probe.attempt().isEmpty() && sync.isDue(probe.next())) {
        ProbeState asked =
            probe.asking(
                Handlers.probe(sync, container, current.container(), probe.handler()), sync.now());
        current = current.with(current.probes().with(kind, asked));
        sync.put(container, sync.state(container).to(current));
      }
    }
  }

  private static ProbeState take(
      Sync sync, JsonObject container, Kind kind, ProbeState probe, Attempt.Outcome outcome) {
    Answer answer = outcome.answer();
    return switch (answer.kind()) {
      case SUCCESS -> probe.after(true);
      case WARNING -> {
        sync.warning(container, "ProbeWarning", kind.word() + " probe warning: " + answer.text());
        yield probe.after(true);
      }
      case FAILURE -> {
        sync.warning(container, "Unhealthy", kind.word() + " probe failed: " + answer.text());
        yield probe.after(false);
      }
      case ERROR -> {
        sync.warning(
            container,
            "Unhealthy",
            kind.word() + " probe errored and resulted in unknown state: " + answer.text());
        yield probe.ignored();
      }
    };
  }

  private static boolean isLost(Kind kind, ProbeState probe) {
    return kind != Kind.READINESS
        && !probe.healthy()
        && !probe.latest().orElse(true)
        && probe.streak() >= probe.handler().findLong("failureThreshold").orElse(3);
  }

  private static void kill(Sync sync, JsonObject container, Kind kind, JsonObject handler) {
    String message =
        "Container %s failed %s probe, will be restarted"
            .formatted(container.string("name"), kind == Kind.LIVENESS ? "liveness" : "startup");
    long grace =
        handler
            .findLong("terminationGracePeriodSeconds")
            .orElse(sync.pod().spec().findLong("terminationGracePeriodSeconds").orElse(30));
    ContainerEnd.stop(sync, container, message, grace);
  }
}
